from __future__ import annotations

import atexit
import gc
from collections.abc import Generator
from contextlib import contextmanager

OBJECTS_A_COLLECTION = 50_000
"""New containers before Python looks for circles among them; its own 700 suits small programs."""


@contextmanager
def rarely_collected() -> Generator[None, None, None]:
    """Let Python's collector look seldom, and not at all at what is there already.

    Prefect's million objects and the requests of some shards are looked through again and again otherwise: measured as
    two fifths of a run's CPU, and a sixth of what it takes to import all. Memory that no circle holds is freed at once
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
    """Let this process end without a last look for circles: a second or two with all of Prefect imported."""
    atexit.register(gc.freeze)
