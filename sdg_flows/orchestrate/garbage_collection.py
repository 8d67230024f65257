from __future__ import annotations

import atexit
import gc
from collections.abc import Generator
from contextlib import contextmanager

OBJECTS_A_COLLECTION = 50_000
"""New containers before a collection; Python's own 700 suits small programs."""


@contextmanager
def rarely_collected() -> Generator[None, None, None]:
    """Let Python's garbage collector run rarely, and not at all over the objects that exist already.

    Otherwise it goes through Prefect's million objects and the requests of some shards again and again: measured as two
    fifths of a run's CPU, and a sixth of the time of all imports. Memory that no reference cycle holds is freed at once
    all the same.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS_A_COLLECTION, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def leave_uncollected() -> None:
    """Let this process end without a last collection: a second or two with all of Prefect imported."""
    atexit.register(gc.freeze)
