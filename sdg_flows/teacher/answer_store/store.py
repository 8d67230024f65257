"""The answer store."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.teacher.answer_store.answer_uses import AnswerUses
from sdg_flows.teacher.backend import Reply

ANSWERS = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    status INTEGER NOT NULL,
    reply BLOB NOT NULL,
    model TEXT NOT NULL,
    received REAL NOT NULL
)
"""
LAST_RECEIVED = "SELECT coalesce(max(received), 0) FROM (SELECT received FROM answers ORDER BY rowid DESC LIMIT 1)"
"""When the last answer came. A later one never has an earlier time, also when the machine's clock was set back."""
_SECONDS_APART = 0.001
_KEYS_A_QUERY = 500


class AnswerStore:
    """Every reply ever received, by request key, as it came: one SQLite file in WAL mode.

    What `keep` has returned from survives SIGKILL. Two processes may use one store. Replies are zlib-compressed;
    `SELECT key, status, model, received FROM answers` is for people.

    Raises:
        DiskError: the file cannot be opened, read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.touch(mode=0o600)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute(ANSWERS)
        except sqlite3.Error as error:
            self._db.close()
            raise self._unusable(error) from error
        self._uses = AnswerUses(path)

    def find(self, keys: Iterable[str]) -> dict[str, Reply]:
        """Return the kept replies among `keys`, by key."""
        found: dict[str, Reply] = {}
        try:
            for some in _batches(keys):
                marks = ",".join("?" * len(some))
                query = f"SELECT key, status, reply FROM answers WHERE key IN ({marks})"
                for key, status, reply in self._db.execute(query, some):
                    found[key] = Reply(status, zlib.decompress(reply))
        except (sqlite3.Error, zlib.error) as error:
            raise self._unusable(error) from error
        return found

    def keep(self, replies: Sequence[tuple[str, str, Reply]]) -> None:
        """Keep replies as (key, model, reply), all or none; a key that is there already keeps its first reply."""
        rows = [(key, reply.status, zlib.compress(reply.body, 1), model) for key, model, reply in replies]
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                (last,) = self._db.execute(LAST_RECEIVED).fetchone()
                now = max(time.time(), last + _SECONDS_APART)
                timed = ((*row, now) for row in rows)
                self._db.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)", timed)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def current(self, key: str) -> tuple[str, int]:
        """Return the key of the newest draw of an answer, and how often it was drawn anew."""
        return self._uses.current(key)

    def note_use(self, checkpoint: str, answers: Iterable[str]) -> None:
        """Note the answers that a checkpoint rests on, in place of those noted before."""
        self._uses.record(checkpoint, answers)

    def close(self) -> None:
        """Fold the write-ahead log into the file and close it."""
        self._uses.close()
        self._db.close()

    def _unusable(self, error: Exception) -> DiskError:
        return DiskError(f"answer store {self._path}: cannot be used ({error}); answers kept so far are safe")


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while some := list(islice(rest, _KEYS_A_QUERY)):
        yield some
