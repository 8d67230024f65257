"""Counts the answers in a store, and removes those that no checkpoint rests on."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.teacher.answer_store.answer_uses import SCHEMA, keys_in, next_draw

_UNNEEDED = "received < ? AND key NOT IN (SELECT key FROM needed)"
_TABLES = "CREATE TEMP TABLE checkpoints (name TEXT PRIMARY KEY); CREATE TEMP TABLE needed (key TEXT PRIMARY KEY);"


@dataclass(frozen=True)
class AnswersOfModel:
    """How many answers of a model are kept, and when the first and the last of them came (seconds since 1970)."""

    model: str
    count: int
    oldest: float
    newest: float


def answers_by_model(store: Path) -> list[AnswersOfModel]:
    """Return what is kept of each model, by its name.

    Raises:
        DiskError: the store cannot be read.
    """
    query = "SELECT model, count(*), min(received), max(received) FROM answers GROUP BY model ORDER BY model"
    with _open(store) as db:
        return [AnswersOfModel(*row) for row in db.execute(query)]


def unneeded_answers(store: Path, checkpoints: Iterable[str], before: float) -> tuple[int, int]:
    """Count the answers that came before a time and on which none of the checkpoints rests, and their bytes.

    An answer that was drawn anew is needed as long as the later draw is.

    Raises:
        DiskError: the store cannot be read.
    """
    with _open(store) as db:
        _note_needed(db, checkpoints)
        query = f"SELECT count(*), coalesce(sum(length(reply)), 0) FROM answers WHERE {_UNNEEDED}"
        return db.execute(query, (before,)).fetchone()


def remove_unneeded(store: Path, checkpoints: Iterable[str], before: float) -> None:
    """Remove what `unneeded_answers` counts and the notes of all other checkpoints, and free the space.

    Raises:
        DiskError: the store cannot be written, or the disk has no room for the store a second time.
    """
    with _open(store) as db:
        _note_needed(db, checkpoints)
        with db:
            db.execute(f"DELETE FROM answers WHERE {_UNNEEDED}", (before,))
            db.execute("DELETE FROM rests_on WHERE checkpoint NOT IN (SELECT name FROM checkpoints)")
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _open(store: Path) -> Generator[sqlite3.Connection]:
    """Open a store that is there."""
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as db:
            yield db
    except sqlite3.Error as error:
        raise DiskError(f"answer store {store}: cannot be used ({error})") from error


def _note_needed(db: sqlite3.Connection, checkpoints: Iterable[str]) -> None:
    db.executescript(SCHEMA + _TABLES)
    db.executemany("INSERT OR IGNORE INTO checkpoints VALUES (?)", ((name,) for name in checkpoints))
    rested_on = db.execute("SELECT answers FROM rests_on WHERE checkpoint IN (SELECT name FROM checkpoints)")
    for (keys,) in rested_on:
        _add(db, keys_in(keys))
    _add(db, list(_earlier_draws(db)))


def _earlier_draws(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the answers that were given up for one that is needed."""
    before = {next_draw(key): key for (key,) in db.execute("SELECT key FROM retried")}
    for drawn in before:
        later = db.execute("SELECT key FROM needed WHERE key = ?", (drawn,)).fetchone()
        key = before[drawn] if later else None
        while key:
            yield key
            key = before.get(key)


def _add(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    db.executemany("INSERT OR IGNORE INTO needed VALUES (?)", ((key,) for key in keys))
