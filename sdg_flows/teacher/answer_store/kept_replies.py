"""Reads replies from an answer store without opening it for writing."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from math import inf
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import DiskError
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.answer_store.answer_uses import next_draw
from sdg_flows.teacher.answer_store.store import LAST_RECEIVED
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.endpoint import answer_key

MAX_DRAWS = 10
"""As often is an answer looked for that `retry` may have drawn anew."""


def kept_replies(store: Path, keys: Collection[str], until: float = inf) -> dict[str, Reply]:
    """Return the replies among `keys` that a store has, by key; it is read only, also while a run writes it.

    What came after the time `until`, in seconds since 1970, is left out.

    Raises:
        DiskError: the store cannot be read.
    """
    query = "SELECT status, reply FROM answers WHERE key = ? AND received <= ?"
    with _reading(store) as db:
        rows = {key: db.execute(query, (key, until)).fetchone() for key in keys}
        return {key: Reply(row[0], zlib.decompress(row[1])) for key, row in rows.items() if row}


def last_received(store: Path) -> float:
    """Return when the last reply came, in seconds since 1970 and never before an earlier one; 0 when there is none.

    Raises:
        DiskError: the store cannot be read.
    """
    with _reading(store) as db:
        return db.execute(LAST_RECEIVED).fetchone()[0]


def key_of(request: Request, facts: Mapping[str, Any]) -> str:
    """Return the key that a request's answer had in a run, of which run.json says `facts`."""
    endpoints = {one["name"]: one for one in facts["endpoints"]}
    unknown = {"endpoint": "", "model": facts["model"]}
    asked = endpoints.get(request.teacher) or endpoints.get(None) or unknown
    return answer_key(asked["endpoint"], asked["model"], request, facts["fresh_draws"])


def keys_of_draws(key: str) -> Iterator[str]:
    """Yield the key of an answer and those of the draws that `retry` may have asked for after it."""
    for _ in range(MAX_DRAWS):
        yield key
        key = next_draw(key)


@contextmanager
def _reading(store: Path) -> Generator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            yield db
    except (sqlite3.Error, zlib.error) as error:
        raise DiskError(f"answer store {store}: cannot be read ({error})") from error
