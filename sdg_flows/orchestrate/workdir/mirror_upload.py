"""Sends a mirrored work directory to its URL while a run goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

from sdg_flows.core.errors import DiskError, GenerateError
from sdg_flows.orchestrate.workdir.mirror import Mirror
from sdg_flows.orchestrate.workdir.work_dir import WorkDir

SECONDS_BETWEEN = 2.0
SECONDS_UNSENT = 60.0
"""How long nothing may be sent before a run is stopped: what it was answered lies on one machine only."""


@asynccontextmanager
async def sent_meanwhile(work: WorkDir, stop: Callable[[GenerateError], None]) -> AsyncGenerator[None, None]:
    """Send what changes in a work directory at an address every two seconds; `stop` is told when that cannot go on."""
    if work.mirror is None:
        yield
        return
    ended = asyncio.Event()
    sending = asyncio.create_task(_sends(work.mirror, ended, stop))
    try:
        yield
    finally:
        ended.set()
        await sending


async def _sends(mirror: Mirror, ended: asyncio.Event, stop: Callable[[GenerateError], None]) -> None:
    last = time.monotonic()
    while not ended.is_set():
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ended.wait(), SECONDS_BETWEEN)
        try:
            await asyncio.to_thread(mirror.send)
            last = time.monotonic()
        except DiskError as error:
            if time.monotonic() - last > SECONDS_UNSENT:
                stop(error)
        if mirror.lease and mirror.lease.lost:
            stop(mirror.lease.lost)
