from __future__ import annotations

import atexit
import gc
from collections.abc import Generator
from contextlib import contextmanager

OBJECTS_PER_COLLECTION = 50_000
"""New containers before a collection; Python's default of 700 suits small programs."""


@contextmanager
def collect_garbage_rarely() -> Generator[None, None, None]:
    """Run Python's garbage collector rarely, and never on the objects that exist already.

    Otherwise it traverses Prefect's million objects and the requests of some shards again and again: measured as two
    fifths of a run's CPU time, and a sixth of the time of all imports. Objects without reference cycles are still freed
    at once.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def skip_final_collection() -> None:
    """Skip the garbage collection at exit, which takes a second or two with Prefect imported."""
    atexit.register(gc.freeze)
