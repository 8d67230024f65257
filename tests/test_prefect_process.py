"""The Prefect server that benchmarks start: one that cannot come up is not waited for."""

import subprocess
import sys
import tempfile
import time

import pytest

from benchmarks.prefect_process import wait_until_up


@pytest.mark.parametrize(
    ("script", "said"),
    [("print('up'); raise SystemExit('the port is taken')", "the port is taken"), ("raise SystemExit(1)", "nothing")],
)
def test_a_server_that_has_ended_is_said_at_once_with_its_last_words(script, said):
    began = time.monotonic()
    with (
        tempfile.TemporaryFile("w+") as words,
        subprocess.Popen([sys.executable, "-c", script], stdout=words, stderr=subprocess.STDOUT) as process,
        pytest.raises(RuntimeError, match=f"the Prefect server ended with 1; it said: {said}"),
    ):
        wait_until_up(process, "http://127.0.0.1:9/api", words)

    assert time.monotonic() - began < 30
