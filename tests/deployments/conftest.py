from orchestrate.counting_teacher import teacher
from orchestrate.prefect_server import begun_server

begun_server()

from deployments.served import served  # noqa: E402  it imports Prefect, which reads its settings then

__all__ = ["served", "teacher"]
