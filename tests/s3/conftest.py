from orchestrate.counting_teacher import teacher
from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from cli.commands import sdg_flows, start  # noqa: E402  these import Prefect, which reads its settings then
from orchestrate.project import project  # noqa: E402
from s3.bucket import bucket  # noqa: E402
from s3.runs import there  # noqa: E402

__all__ = ["bucket", "prefect_server", "project", "sdg_flows", "start", "teacher", "there"]
