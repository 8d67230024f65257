"""Keeps the number of connections within the limit on open files."""

from __future__ import annotations

import resource

SPARE = 48
"""Handles left for everything that is no request: files, databases, Prefect's server."""


def requests_allowed(wanted: int) -> int:
    """Return how many requests may be in flight, each with a connection, so that the process has handles to spare.

    The soft limit on open files is raised first where the system lets it; `wanted` may have to be lowered all the same.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = wanted + SPARE
    if soft == resource.RLIM_INFINITY or soft >= enough:
        return wanted
    raised = enough if hard == resource.RLIM_INFINITY else min(hard, enough)
    resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
    return max(1, raised - SPARE)
