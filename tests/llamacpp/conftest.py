from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from cli.commands import sdg_flows  # noqa: E402  it imports Prefect, which reads its settings then
from llamacpp.served import llama  # noqa: E402

__all__ = ["llama", "prefect_server", "sdg_flows"]
