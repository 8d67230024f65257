from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

from cli.commands import start  # noqa: E402  these import Prefect, which reads its settings then
from faults.places import full_disk, read_only  # noqa: E402
from faults.running import at_faults, short_waits  # noqa: E402

__all__ = ["at_faults", "full_disk", "prefect_server", "read_only", "short_waits", "start"]
