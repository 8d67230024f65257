"""One limit on requests in flight for all processes of this machine."""

from __future__ import annotations

import asyncio
import fcntl
import os
import uuid
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sdg_flows.core.identity import digest
from sdg_flows.teacher.pacing.fair_share import Claim, allowed_places
from sdg_flows.teacher.pacing.pace import Pace

POLL_SECONDS = 0.25
"""Seconds after which a process looks again at what the others claim."""


class SharedLimit:
    """What a pace may have in flight, so that all processes which ask one endpoint with one key keep to one limit.

    Each process has a file in `folder`, which it holds a lock on while it lives and in which it says what it claims. A
    file that nobody holds is of a process that has ended, however it ended. Requests cost nothing: a process looks at
    the files four times a second. The first look may be late, and until then nothing may be in flight.

    Raises:
        OSError: there can be no files, or no locks, in `folder`.
    """

    def __init__(self, folder: Path, endpoint: str, key: str, pace: Pace) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._kind = digest("shared limit", endpoint, key)
        self._pace = pace
        self._mine = folder / f"{self._kind}-{os.getpid()}-{uuid.uuid4().hex}"
        self._file = _create_locked(self._mine)
        pace.allow(0)
        self._poll()

    def leave(self) -> None:
        """Leave all places to the others."""
        self._alarm.cancel()
        self._mine.unlink(missing_ok=True)
        os.close(self._file)

    def _poll(self) -> None:
        """See what the others claim and say what this process does, if no other one is at that now."""
        self._alarm = asyncio.get_running_loop().call_later(POLL_SECONDS, self._poll)
        with suppress(OSError), _exclusive(self._folder):
            self._pace.allow(self._places())

    def _places(self) -> int:
        pace, claims = self._pace, dict(self._claims_of_others())
        claims[self._mine.name] = Claim(pace.in_flight, pace.wanted, pace.most)
        names = sorted(claims)
        places = allowed_places(names.index(self._mine.name), [claims[name] for name in names])
        _write_claim(self._file, Claim(max(places, pace.in_flight), pace.wanted, pace.most))
        return places

    def _claims_of_others(self) -> Iterator[tuple[str, Claim]]:
        """Yield what each other process claims, by the name of its file; the files of those that have ended go."""
        for path in self._folder.glob("*-*-*"):
            if path == self._mine:
                continue
            file = os.open(path, os.O_RDONLY)
            try:
                if _has_ended(file):
                    path.unlink()
                elif path.name.startswith(self._kind) and (claim := _read_claim(file)):
                    yield path.name, claim
            finally:
                os.close(file)


def folder_of_limits(environment: Mapping[str, str]) -> Path | None:
    """Return the folder where processes of one user find each other, in that of caches; None without a home."""
    told = environment.get("XDG_CACHE_HOME", "")
    home = environment.get("HOME", "")
    base = Path(told) if told.startswith("/") else Path(home, ".cache") if home else None
    return base / "sdg_flows" / "in_flight" if base else None


def _create_locked(path: Path) -> int:
    """Make a file that others see only when it is locked."""
    unseen = path.with_name(f".{path.name}")
    file = os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unseen.rename(path)
    except OSError:
        os.close(file)
        unseen.unlink(missing_ok=True)
        raise
    return file


@contextmanager
def _exclusive(folder: Path) -> Generator[None, None, None]:
    """Keep other processes from looking meanwhile.

    Raises:
        BlockingIOError: another one is at it.
    """
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(file)


def _has_ended(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_claim(file: int) -> Claim | None:
    """Read a claim; None before the first one."""
    said = os.pread(file, 100, 0).split()
    return Claim(*map(int, said)) if said else None


def _write_claim(file: int, claim: Claim) -> None:
    os.pwrite(file, b"%10d %10d %10d\n" % (claim.held, claim.wanted, claim.most), 0)
