"""What `deployments/serve.py` refuses before it starts anything."""

import os
import socket
import subprocess
import sys
from pathlib import Path

SERVE = Path(__file__).parents[2] / "deployments" / "serve.py"


def refusal(*flags: object) -> tuple[int, str]:
    """Return the exit code of serve.py, and all that it said."""
    around = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    end = subprocess.run(
        [sys.executable, SERVE, *map(str, flags)], env=around, capture_output=True, text=True, timeout=60
    )
    return end.returncode, end.stdout + end.stderr


def test_a_port_on_which_somebody_listens_is_refused(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        code, said = refusal("--folder", tmp_path, "--port", port)

    assert (code, said.splitlines()) == (
        1,
        [
            f"port {port} is in use. Take another with --port, or name the Prefect server that is there: "
            f"PREFECT_API_URL=http://127.0.0.1:{port}/api"
        ],
    )


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    code, said = refusal("--folder", tmp_path / "runs")

    assert (code, said) == (1, f"--folder: {tmp_path / 'runs'} is not there, and runs are made in it\n")
