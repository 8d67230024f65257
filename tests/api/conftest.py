from orchestrate.counting_teacher import teacher
from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from orchestrate.project import project  # noqa: E402  this imports Prefect, which reads its settings then

__all__ = ["prefect_server", "project", "teacher"]
