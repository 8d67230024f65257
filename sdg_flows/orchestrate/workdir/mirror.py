"""The local copy of a work directory at a URL, kept in step with it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from sdg_flows.storage.lease import Lease
from sdg_flows.storage.objects import Entry, bring, entries, remove, send
from sdg_flows.storage.url import Url
from sdg_flows.teacher.answer_store.segments import cut, cut_all, last_come, merge, note_what_comes, removed_since

MANY_SEGMENTS = 60
_COPIED = ("answers.sqlite", "answers.sqlite-wal")
"""The store of a local work directory, when it was copied to the address as it is."""
_DRAWS, _RUNS, _CHECKPOINTS, _REVIEWS = "fresh_draws", "runs", "checkpoints", "reviews"


class Mirror:
    """The copy in `root` of the work directory at `url`: checkpoints are fetched when needed, all else is there.

    At the address the answers lie in numbered segments, each an answer store of its own that is written once. A
    checkpoint that is not here yet has a file of its size and time, without content, in its place. `unsent` is True
    while there may be something here that is not at the address.
    """

    def __init__(self, url: Url, root: Path, lease: Lease | None = None) -> None:
        self.url, self.root, self.lease = url, root, lease
        self.unsent = False
        self._store = root / "answers.sqlite"
        self._at_work = threading.Lock()
        self._segments: list[str] = []
        self._mine: list[str] = []
        self._began = self._sent = 0
        self._known: dict[str, tuple[int, int]] = {}
        self._elsewhere: set[str] = set()

    def fill(self) -> None:
        """Fetch the answers, the notes of runs, and reviews.

        Raises:
            DiskError: the address cannot be read, or the disk cannot be written.
        """
        copied = [name for name in _COPIED if (self.url / name).is_file()]
        self._segments = [*copied, *sorted(f"answers/{name}" for name in entries(self.url / "answers"))]
        with TemporaryDirectory(dir=self.root) as brought:
            bring(self._segments, self.url, Path(brought))
            for name in self._segments:
                if name.endswith(".sqlite"):
                    merge(Path(brought) / name, self._store)
        drawn = [_DRAWS] if (self.url / _DRAWS).is_file() else []
        notes = {
            f"{folder}/{name}": entry
            for folder in (_RUNS, _REVIEWS)
            for name, entry in entries(self.url / folder).items()
        }
        bring([*drawn, *notes], self.url, self.root)
        for name, entry in notes.items():
            os.utime(self.root / name, (entry.written, entry.written))
        self._stand_in(entries(self.url / _CHECKPOINTS))
        self._known = self._found()

    def note_what_comes(self) -> None:
        """From now on, note what is to be sent.

        Raises:
            DiskError: the disk cannot be written.
        """
        self.unsent = True
        note_what_comes(self._store)
        self._began = self._sent = last_come(self._store)

    def bring_checkpoint(self, key: str) -> None:
        """Fetch a checkpoint that is only at the address.

        Raises:
            DiskError: it cannot be read.
        """
        name = f"{_CHECKPOINTS}/{key}"
        if name not in self._elsewhere:
            return
        with TemporaryDirectory(dir=self.root) as brought:
            bring([name], self.url, Path(brought))
            _, written = self._known[name]
            os.utime(Path(brought) / name, ns=(written, written))
            (Path(brought) / name).replace(self.root / name)
        self._elsewhere.discard(name)

    def bring_checkpoints(self) -> None:
        """Fetch all checkpoints.

        Raises:
            DiskError: one cannot be read.
        """
        bring(self._elsewhere, self.url, self.root)
        self._elsewhere.clear()
        self._known = self._found()

    def send(self) -> None:
        """Send all that has changed since the last time: a run is noted as finished when all it rests on is there.

        Raises:
            DiskError: the address cannot be written; what was not sent is sent the next time.
        """
        with self._at_work:
            self._send_answers()
            now = self._found()
            self._take_away([name for name in self._known if name not in now])
            changed = sorted(name for name, facts in now.items() if self._known.get(name) != facts)
            for notes in (False, True):
                some = [name for name in changed if name.startswith(_RUNS) is notes]
                send(some, self.root, self.url)
                self._known |= {name: now[name] for name in some}
                self._elsewhere -= set(some)

    def fold(self) -> None:
        """Replace the many segments that this process has sent by one.

        Raises:
            DiskError: the address cannot be written; nothing is lost.
        """
        with self._at_work:
            if len(self._mine) > MANY_SEGMENTS:
                self._replace(list(self._mine), lambda segment: cut(self._store, segment, self._began, self._sent))

    def _send_answers(self) -> None:
        until = last_come(self._store)
        if until == self._sent:
            return
        if removed_since(self._store, self._sent):
            self._replace(list(self._segments), lambda segment: cut_all(self._store, segment))
            self._mine, self._began = [], until
        else:
            self._put(lambda segment: cut(self._store, segment, self._sent, until))
        self._sent = until

    def _put(self, write: Callable[[Path], None]) -> None:
        """Write a segment and send it."""
        number = max((int(Path(name).name[:6]) for name in self._segments if name not in _COPIED), default=0) + 1
        name = f"answers/{number:06}-{token_hex(3)}.sqlite"
        with TemporaryDirectory(dir=self.root) as outgoing:
            (Path(outgoing) / name).parent.mkdir()
            write(Path(outgoing) / name)
            send([name], Path(outgoing), self.url)
        self._segments.append(name)
        self._mine.append(name)

    def _replace(self, segments: list[str], write: Callable[[Path], None]) -> None:
        self._put(write)
        remove(segments, self.url)
        self._segments = [name for name in self._segments if name not in segments]
        self._mine = [name for name in self._mine if name not in segments]

    def _take_away(self, gone: list[str]) -> None:
        remove(gone, self.url)
        for name in gone:
            del self._known[name]
            self._elsewhere.discard(name)

    def _stand_in(self, checkpoints: Mapping[str, Entry]) -> None:
        (self.root / _CHECKPOINTS).mkdir(mode=0o700, exist_ok=True)
        for key, entry in checkpoints.items():
            file = self.root / _CHECKPOINTS / key
            with file.open("xb") as content:
                content.truncate(entry.size)
            os.utime(file, (entry.written, entry.written))
            self._elsewhere.add(f"{_CHECKPOINTS}/{key}")

    def _found(self) -> dict[str, tuple[int, int]]:
        """Give what is here, but for the answers, by name with its size and time."""
        return {name: (facts.st_size, facts.st_mtime_ns) for name, facts in self._files()}

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        for folder in (_CHECKPOINTS, _RUNS, _REVIEWS):
            if (self.root / folder).is_dir():
                with os.scandir(self.root / folder) as files:
                    found = [file for file in files if file.is_file() and not file.name.endswith(".partial")]
                yield from ((f"{folder}/{file.name}", file.stat()) for file in found)
        if (self.root / _DRAWS).exists():
            yield _DRAWS, (self.root / _DRAWS).stat()
