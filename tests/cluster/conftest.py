from orchestrate.counting_teacher import teacher
from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from cli.commands import start  # noqa: E402  these import Prefect, which reads its settings then
from cluster.clusters import cluster, dask_cluster  # noqa: E402
from orchestrate.project import project  # noqa: E402

__all__ = ["cluster", "dask_cluster", "prefect_server", "project", "start", "teacher"]
