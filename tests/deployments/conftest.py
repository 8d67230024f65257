from orchestrate.counting_teacher import teacher
from orchestrate.prefect_server import begun_server

begun_server()

from deployments.served import served  # noqa: E402  these import Prefect, which reads its settings then
from deployments.ui import ui  # noqa: E402

__all__ = ["served", "teacher", "ui"]
