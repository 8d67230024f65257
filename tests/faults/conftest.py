from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from cli.commands import sdg_flows, start  # noqa: E402  these import Prefect, which reads its settings then
from faults.flow import flow, whole  # noqa: E402
from faults.places import full_disk, read_only  # noqa: E402
from faults.prefect_servers import own_prefect  # noqa: E402
from faults.running import at_faults, short_waits  # noqa: E402

__all__ = [
    "at_faults",
    "flow",
    "full_disk",
    "own_prefect",
    "prefect_server",
    "read_only",
    "sdg_flows",
    "short_waits",
    "start",
    "whole",
]
