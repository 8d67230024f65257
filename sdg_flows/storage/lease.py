"""A lease on a folder at an address: a file in it that the holder rewrites at intervals while it lives."""

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
from sdg_flows.storage.objects import list_files, remove_files, write_file
from sdg_flows.storage.url import Url

SECONDS_BETWEEN_BEATS = 10.0
BEATS_UNTIL_DEAD = 4.5


@dataclass(frozen=True)
class Holder:
    """A process that holds a folder: its id, its machine by name and by boot, and its count of heartbeats."""

    process: int
    host: str
    boot: str
    token: str
    beat: int = 0

    def is_gone(self) -> bool:
        """Return whether it was a process of this machine and has ended."""
        return self.boot == _this_boot() != "" and not Path(f"/proc/{self.process}").exists()

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}"


class Lease:
    """A lease on a folder, kept as the file `holder/000001` in it; `lost` is the error once another holder took over.

    Files are numbered: to take over from a dead holder is to create the next number, which only one process can.
    """

    def __init__(self, folder: Url, number: int, seconds_between_beats: float) -> None:
        self.lost: WorkDirInUse | None = None
        self._folder, self._number, self._interval = folder, number, seconds_between_beats
        self._holder = Holder(os.getpid(), socket.gethostname(), _this_boot(), token_hex(8))
        self._released = threading.Event()
        self._renewal = threading.Thread(target=self._renew, daemon=True)

    def acquire(self) -> None:
        """Create the holder file and start the heartbeat.

        Raises:
            FileExistsError: another process was faster.
            DiskError: the folder cannot be written.
        """
        write_file(self._content(0), _holder_file(self._folder, self._number), new=True)
        self._renewal.start()

    def release(self) -> None:
        """Stop the heartbeat and remove the file. If that fails, the next run waits until the lease counts as dead."""
        self._released.set()
        self._renewal.join()
        with suppress(DiskError):
            remove_files([f"{self._number:06}"], self._folder / "holder")

    def _renew(self) -> None:
        beat = 0
        while not self._released.wait(self._interval):
            with suppress(DiskError):
                beat += 1
                after = [number for number in _list_numbers(self._folder) if number > self._number]
                if after:
                    self.lost = _in_use(self._folder, _read_holder(self._folder, after[-1]))
                    return
                write_file(self._content(beat), _holder_file(self._folder, self._number))

    def _content(self, beat: int) -> bytes:
        return json.dumps(asdict(self._holder) | {"beat": beat}).encode()


@contextmanager
def hold_folder(folder: Url, seconds_between_beats: float = SECONDS_BETWEEN_BEATS) -> Generator[Lease]:
    """Hold a folder while the context lasts, taking over from a holder without a heartbeat for 45 s.

    Clocks are not compared: this waits for a heartbeat. A holder on this machine whose process has ended is dead at
    once.

    Raises:
        WorkDirInUse: another process holds the folder; the message names it.
        DiskError: the folder cannot be read or written.
    """
    before = _list_numbers(folder)
    if before:
        _wait_for_end(folder, before[-1], seconds_between_beats)
    number = max(before, default=0) + 1
    lease = Lease(folder, number, seconds_between_beats)
    try:
        lease.acquire()
    except FileExistsError as error:
        raise _in_use(folder, _read_holder(folder, number)) from error
    try:
        remove_files([f"{number:06}" for number in before], folder / "holder")
        yield lease
    finally:
        lease.release()


def _wait_for_end(folder: Url, number: int, seconds_between_beats: float) -> None:
    """Wait until the holder has released the folder or is dead.

    Raises:
        WorkDirInUse: it sent a heartbeat.
    """
    file = _holder_file(folder, number)
    first = now = _read_note(file)
    holder = _parse_holder(first)
    deadline = time.monotonic() + BEATS_UNTIL_DEAD * seconds_between_beats
    while now is not None and not (holder and holder.is_gone()) and time.monotonic() < deadline:
        time.sleep(seconds_between_beats / 5)
        now = _read_note(file)
        if now is not None and now != first:
            raise _in_use(folder, _parse_holder(now) or holder)


def _in_use(folder: Url, holder: Holder | None) -> WorkDirInUse:
    return WorkDirInUse(
        f"{folder}: in use by {holder or 'another run'}. Wait for it, or give this run a --work-dir of its own."
    )


def _holder_file(folder: Url, number: int) -> Url:
    return folder / "holder" / f"{number:06}"


def _list_numbers(folder: Url) -> list[int]:
    return sorted(int(name) for name in list_files(folder / "holder") if name.isdecimal())


def _read_note(file: Url) -> str | None:
    """Return the text of a holder file, which may be incomplete while it is being written; None when it is gone."""
    try:
        return file.read_text("utf-8")
    except DiskError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def _read_holder(folder: Url, number: int) -> Holder | None:
    return _parse_holder(_read_note(_holder_file(folder, number)))


def _parse_holder(note: str | None) -> Holder | None:
    try:
        return Holder(**json.loads(note or ""))
    except (ValueError, TypeError):
        return None


def _this_boot() -> str:
    """Return an identifier of this boot and process namespace; empty where the system does not provide one."""
    with suppress(OSError):
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {os.readlink('/proc/self/ns/pid')}"
    return ""
