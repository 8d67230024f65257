"""Holding a folder at an address: a file there that its holder writes again and again while it lives."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

from sdg_flows.core.errors import DiskError, WorkDirInUse
from sdg_flows.storage.objects import entries, remove, write
from sdg_flows.storage.url import Url

SECONDS_A_BEAT = 10.0
BEATS_UNTIL_DEAD = 4.5


@dataclass(frozen=True)
class Holder:
    """A process that holds a folder: its number, its machine by name and by boot, and how often it has beaten."""

    process: int
    host: str
    boot: str
    token: str
    beat: int = 0

    def is_gone(self) -> bool:
        """Tell whether it was a process of this machine and has ended."""
        return self.boot == _this_boot() != "" and not Path(f"/proc/{self.process}").exists()

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}"


class Lease:
    """The hold on a folder, as `holder/000001` in it; `lost` says, when another has taken it over, who.

    Files are numbered: who follows one that no longer beats makes the next number, which only one can.
    """

    def __init__(self, folder: Url, number: int, seconds_a_beat: float) -> None:
        self.lost: WorkDirInUse | None = None
        self._folder, self._number, self._seconds = folder, number, seconds_a_beat
        self._mine = Holder(os.getpid(), socket.gethostname(), _this_boot(), token_hex(8))
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)

    def take(self) -> None:
        """Take the hold.

        Raises:
            FileExistsError: another was faster.
            DiskError: the place cannot be written.
        """
        write(self._text(0), self._at(self._number), new=True)
        self._beating.start()

    def let_go(self) -> None:
        """End the hold. When the place cannot be reached, the next run finds that it no longer beats."""
        self._ended.set()
        self._beating.join()
        with suppress(DiskError):
            remove([f"{self._number:06}"], self._folder / "holder")

    def _beat(self) -> None:
        beat = 0
        while not self._ended.wait(self._seconds):
            with suppress(DiskError):
                beat += 1
                after = [number for number in _numbers(self._folder) if number > self._number]
                if after:
                    self.lost = _in_use(self._folder, _read(_note(self._at(after[-1]))))
                    return
                write(self._text(beat), self._at(self._number))

    def _at(self, number: int) -> Url:
        return self._folder / "holder" / f"{number:06}"

    def _text(self, beat: int) -> bytes:
        return json.dumps(asdict(self._mine) | {"beat": beat}).encode()


@contextmanager
def held_at(folder: Url, seconds_a_beat: float = SECONDS_A_BEAT) -> Generator[Lease]:
    """Hold a folder while the context lasts. A holder that has not beaten for 45 s is dead, and is followed.

    No clocks are compared: it is waited whether the other beats. One of this machine whose process is gone is dead now.

    Raises:
        WorkDirInUse: another holds it; the message names it.
        DiskError: the place cannot be read or written.
    """
    before = _numbers(folder)
    if before:
        _wait_for_end(folder, before[-1], seconds_a_beat)
    lease = Lease(folder, max(before, default=0) + 1, seconds_a_beat)
    try:
        lease.take()
    except FileExistsError as error:
        raise _in_use(folder, _read(_note(folder / "holder" / f"{before[-1] + 1 if before else 1:06}"))) from error
    try:
        remove([f"{number:06}" for number in before], folder / "holder")
        yield lease
    finally:
        lease.let_go()


def _wait_for_end(folder: Url, number: int, seconds_a_beat: float) -> None:
    """Return once the holder is gone or dead.

    Raises:
        WorkDirInUse: it beats.
    """
    file = folder / "holder" / f"{number:06}"
    first = now = _note(file)
    holder = _read(first)
    deadline = time.monotonic() + BEATS_UNTIL_DEAD * seconds_a_beat
    while now is not None and not (holder and holder.is_gone()) and time.monotonic() < deadline:
        time.sleep(seconds_a_beat / 5)
        now = _note(file)
        if now is not None and now != first:
            raise _in_use(folder, _read(now) or holder)


def _in_use(folder: Url, holder: Holder | None) -> WorkDirInUse:
    return WorkDirInUse(
        f"{folder}: in use by {holder or 'another run'}. Wait for it, or give this run a --work-dir of its own."
    )


def _numbers(folder: Url) -> list[int]:
    return sorted(int(name) for name in entries(folder / "holder") if name.isdecimal())


def _note(file: Url) -> str | None:
    """Give what a holder wrote, which is in part when it is being written now; None when it is gone."""
    try:
        return file.read_text("utf-8")
    except DiskError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def _read(note: str | None) -> Holder | None:
    try:
        return Holder(**json.loads(note or ""))
    except (ValueError, TypeError):
        return None


def _this_boot() -> str:
    """Give what tells this machine's processes from all others, since it started; empty where that is not told."""
    with suppress(OSError):
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {os.readlink('/proc/self/ns/pid')}"
    return ""
