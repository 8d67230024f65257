"""What has come into an answer store since some moment, as a store of its own that can be merged into another."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.teacher.answer_store.answer_uses import SCHEMA
from sdg_flows.teacher.answer_store.store import ANSWERS

_COLUMNS = {
    "answers": ("key", "key, status, reply, model, received", "IGNORE"),
    "rests_on": ("checkpoint", "checkpoint, answers", "REPLACE"),
    "retried": ("key", "key", "IGNORE"),
}
"""By table: its key, its columns, and which of two rows with one key stays."""
_NOTED = "\n".join(
    f"CREATE TRIGGER IF NOT EXISTS noted_{table} AFTER INSERT ON {table} "
    f"BEGIN INSERT INTO came VALUES (NULL, '{table}', NEW.{key}); END;"
    for table, (key, _, _) in _COLUMNS.items()
)
_NOTING = f"""
CREATE TABLE IF NOT EXISTS came (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, key TEXT);
{_NOTED}
CREATE TRIGGER IF NOT EXISTS noted_removal AFTER DELETE ON answers WHEN (SELECT kind FROM came ORDER BY number DESC
LIMIT 1) IS NOT 'removal' BEGIN INSERT INTO came VALUES (NULL, 'removal', OLD.key); END;
"""


def start_change_log(store: Path) -> None:
    """Have the store note, from now on and in the same commit, which rows come; make it when it is not there.

    Raises:
        DiskError: it cannot be written.
    """
    store.touch(mode=0o600)
    with _open(store) as db:
        db.executescript(f"PRAGMA journal_mode = WAL; {ANSWERS}; {SCHEMA}; {_NOTING}")


def last_change(store: Path) -> int:
    """Return the number of the last note, for `cut` to begin after.

    Raises:
        DiskError: the store cannot be read.
    """
    with _open(store) as db:
        return db.execute("SELECT coalesce(max(number), 0) FROM came").fetchone()[0]


def removed_since(store: Path, after: int) -> bool:
    """Return whether answers were taken out after a note.

    Raises:
        DiskError: the store cannot be read.
    """
    with _open(store) as db:
        return db.execute("SELECT 1 FROM came WHERE kind = 'removal' AND number > ?", (after,)).fetchone() is not None


def cut(store: Path, segment: Path, after: int, until: int) -> None:
    """Write what came after one note, up to another, into a new file `segment`.

    Raises:
        DiskError: one of the two cannot be used.
    """
    _copy(store, segment, f"IN (SELECT key FROM came WHERE kind = ? AND number > {after:d} AND number <= {until:d})")


def cut_all(store: Path, segment: Path) -> None:
    """Write all that the store has into a new file `segment`.

    Raises:
        DiskError: one of the two cannot be used.
    """
    _copy(store, segment, "IS NOT ?")


def merge(segment: Path, store: Path) -> None:
    """Add what a segment has; an answer that is there stays, and what is noted of a checkpoint is the segment's.

    Raises:
        DiskError: one of the two cannot be used, or the segment is torn.
    """
    with _open(store) as db, _attach(db, segment), db:
        db.executescript(f"{ANSWERS}; {SCHEMA}; BEGIN IMMEDIATE")
        there = {name for (name,) in db.execute("SELECT name FROM other.sqlite_master WHERE type = 'table'")}
        for table, (_, columns, which) in _COLUMNS.items():
            if table in there:
                db.execute(f"INSERT OR {which} INTO main.{table} SELECT {columns} FROM other.{table}")


def _copy(store: Path, segment: Path, which: str) -> None:
    with _open(segment) as new:
        new.executescript(f"{ANSWERS}; {SCHEMA}")
    with _open(store) as db, _attach(db, segment), db:
        db.execute("PRAGMA other.synchronous = OFF")
        for table, (key, columns, _) in _COLUMNS.items():
            rows = f"SELECT {columns} FROM main.{table} WHERE {key} {which}"
            db.execute(f"INSERT INTO other.{table} {rows}", (table,))


@contextmanager
def _open(store: Path) -> Generator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(store, timeout=30, isolation_level=None)) as db:
            db.execute("PRAGMA trusted_schema = OFF")
            yield db
    except sqlite3.Error as error:
        raise DiskError(f"answer store {store}: cannot be used ({error}); answers kept so far are safe") from error


@contextmanager
def _attach(db: sqlite3.Connection, segment: Path) -> Generator[None]:
    db.execute("ATTACH ? AS other", (str(segment),))
    yield
    db.execute("DETACH other")
