"""Which answers the checkpoints rest on, so that pruning and `retry` know what depends on what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.core.identity import digest

SCHEMA = """
CREATE TABLE IF NOT EXISTS rests_on (checkpoint TEXT PRIMARY KEY, answers BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS retried (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
KEY_BYTES = 16


class AnswerUses:
    """Which answers each checkpoint rests on, and which answers are to be drawn anew: two tables beside the answers.

    `rests_on.answers` has the keys of a checkpoint's answers, 16 bytes each.

    Raises:
        DiskError: the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._db.executescript(SCHEMA)
            self._retried: set[str] = {key for (key,) in self._db.execute("SELECT key FROM retried")}
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def current(self, key: str) -> tuple[str, int]:
        """Return the key of the newest draw of an answer, and how often it was drawn anew."""
        times = 0
        while key in self._retried:
            key, times = next_draw(key), times + 1
        return key, times

    def record(self, checkpoint: str, answers: Iterable[str]) -> None:
        """Note the answers that a checkpoint rests on, in place of those noted before."""
        keys = b"".join(map(bytes.fromhex, dict.fromkeys(answers)))
        self._write("INSERT OR REPLACE INTO rests_on VALUES (?, ?)", [(checkpoint, keys)])

    def checkpoints_using(self, answers: Iterable[str]) -> list[str]:
        """Return the checkpoints that rest on any of the answers."""
        sought = set(answers)
        rows: Iterable[tuple[str, bytes]] = self._db.execute("SELECT checkpoint, answers FROM rests_on")
        return [checkpoint for checkpoint, keys in rows if not sought.isdisjoint(keys_in(keys))]

    def discard(self, answers: Iterable[str]) -> None:
        """Have each answer asked for again. It stays in the store; one that was discarded before is left alone."""
        given_up = set(answers)
        self._write("INSERT OR IGNORE INTO retried VALUES (?)", [(key,) for key in given_up])
        self._retried |= given_up

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _write(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> DiskError:
        return DiskError(f"answer store {self._path}: cannot be used ({error}); answers kept so far are safe")


def next_draw(key: str) -> str:
    """Return the key of the draw after the one that has this key."""
    return digest("retry", key)


def keys_in(keys: bytes) -> Iterator[str]:
    """Yield the keys of answers that stand in one value of `rests_on`."""
    return (keys[at : at + KEY_BYTES].hex() for at in range(0, len(keys), KEY_BYTES))
