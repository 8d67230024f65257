from orchestrate.counting_teacher import teacher
from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from cli.commands import refused, sdg_flows, start  # noqa: E402  these import Prefect, which reads its settings then
from cli.example_run import example, judged  # noqa: E402
from orchestrate.project import project  # noqa: E402

__all__ = ["example", "judged", "prefect_server", "project", "refused", "sdg_flows", "start", "teacher"]
