"""Uploads the changes of a mirrored work directory while a run is going on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

from sdg_flows.core.errors import DiskError, GenerateError
from sdg_flows.orchestrate.workdir.mirror import Mirror
from sdg_flows.orchestrate.workdir.work_dir import WorkDir

SECONDS_BETWEEN_UPLOADS = 2.0
MAX_SECONDS_WITHOUT_UPLOAD = 60.0
"""How long uploads may fail before the run is stopped: until then its answers are on one machine only."""


@asynccontextmanager
async def upload_in_background(work: WorkDir, stop: Callable[[GenerateError], None]) -> AsyncGenerator[None, None]:
    """Upload changes of a work directory at an address every two seconds, while the context lasts.

    Call `stop` when uploads have failed for a minute, or when another run has taken over the work directory.
    """
    if work.mirror is None:
        yield
        return
    ended = asyncio.Event()
    uploading = asyncio.create_task(_upload_repeatedly(work.mirror, ended, stop))
    try:
        yield
    finally:
        ended.set()
        await uploading


async def _upload_repeatedly(mirror: Mirror, ended: asyncio.Event, stop: Callable[[GenerateError], None]) -> None:
    last = time.monotonic()
    while not ended.is_set():
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ended.wait(), SECONDS_BETWEEN_UPLOADS)
        try:
            await asyncio.to_thread(mirror.upload)
            last = time.monotonic()
        except DiskError as error:
            if time.monotonic() - last > MAX_SECONDS_WITHOUT_UPLOAD:
                stop(error)
        if mirror.lease and mirror.lease.lost:
            stop(mirror.lease.lost)
