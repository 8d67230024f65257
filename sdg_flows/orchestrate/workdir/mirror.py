"""The local copy of a work directory at a URL, synchronised with it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from sdg_flows.storage.lease import Lease
from sdg_flows.storage.objects import FileInfo, download_files, list_files, remove_files, upload_files
from sdg_flows.storage.url import Url
from sdg_flows.teacher.answer_store.segments import cut, cut_all, last_change, merge, removed_since, start_change_log

MAX_SEGMENTS = 60
_WHOLE_STORE = ("answers.sqlite", "answers.sqlite-wal")
"""The answer store of a local work directory that was copied to the address unchanged."""
_DRAWS, _RUNS, _CHECKPOINTS, _REVIEWS = "fresh_draws", "runs", "checkpoints", "reviews"


class Mirror:
    """The copy in `root` of the work directory at `url`. Checkpoints are fetched on demand, everything else at once.

    At the address, answers are in numbered segments, each an answer store that is written once. A checkpoint that has
    not been fetched is represented by an empty file of its size and time. `has_unsent_changes` is True while the copy
    may differ from the address.
    """

    def __init__(self, url: Url, root: Path, lease: Lease | None = None) -> None:
        self.url, self.root, self.lease = url, root, lease
        self.has_unsent_changes = False
        self._store = root / "answers.sqlite"
        self._lock = threading.Lock()
        self._segments: list[str] = []
        self._own_segments: list[str] = []
        self._began = self._sent = 0
        self._known: dict[str, tuple[int, int]] = {}
        self._remote_only: set[str] = set()

    def download(self) -> None:
        """Download the answers, the notes of runs and the reviews, and create placeholders for checkpoints.

        Raises:
            DiskError: the address cannot be read, or the disk cannot be written.
        """
        copied = [name for name in _WHOLE_STORE if (self.url / name).is_file()]
        self._segments = [*copied, *sorted(f"answers/{name}" for name in list_files(self.url / "answers"))]
        with TemporaryDirectory(dir=self.root) as downloads:
            download_files(self._segments, self.url, Path(downloads))
            for name in self._segments:
                if name.endswith(".sqlite"):
                    merge(Path(downloads) / name, self._store)
        drawn = [_DRAWS] if (self.url / _DRAWS).is_file() else []
        notes = {
            f"{folder}/{name}": entry
            for folder in (_RUNS, _REVIEWS)
            for name, entry in list_files(self.url / folder).items()
        }
        download_files([*drawn, *notes], self.url, self.root)
        for name, entry in notes.items():
            os.utime(self.root / name, (entry.modified, entry.modified))
        self._create_placeholders(list_files(self.url / _CHECKPOINTS))
        self._known = self._local_files()

    def track_changes(self) -> None:
        """Start recording new answers, so that `upload` sends only these.

        Raises:
            DiskError: the disk cannot be written.
        """
        self.has_unsent_changes = True
        start_change_log(self._store)
        self._began = self._sent = last_change(self._store)

    def fetch_checkpoint(self, key: str) -> None:
        """Fetch a checkpoint unless it is here already.

        Raises:
            DiskError: it cannot be read.
        """
        name = f"{_CHECKPOINTS}/{key}"
        if name not in self._remote_only:
            return
        with TemporaryDirectory(dir=self.root) as downloads:
            download_files([name], self.url, Path(downloads))
            _, written = self._known[name]
            os.utime(Path(downloads) / name, ns=(written, written))
            (Path(downloads) / name).replace(self.root / name)
        self._remote_only.discard(name)

    def fetch_checkpoints(self) -> None:
        """Fetch all checkpoints.

        Raises:
            DiskError: one cannot be read.
        """
        download_files(self._remote_only, self.url, self.root)
        self._remote_only.clear()
        self._known = self._local_files()

    def upload(self) -> None:
        """Upload all changes since the last call. Notes of runs come last, after everything that they depend on.

        Raises:
            DiskError: the address cannot be written; the next call uploads the rest.
        """
        with self._lock:
            self._upload_answers()
            now = self._local_files()
            self._remove_remote([name for name in self._known if name not in now])
            changed = sorted(name for name, facts in now.items() if self._known.get(name) != facts)
            for notes in (False, True):
                some = [name for name in changed if name.startswith(_RUNS) is notes]
                upload_files(some, self.root, self.url)
                self._known |= {name: now[name] for name in some}
                self._remote_only -= set(some)

    def compact(self) -> None:
        """Merge the segments that this process has uploaded into one, if there are more than `MAX_SEGMENTS`.

        Raises:
            DiskError: the address cannot be written; nothing is lost.
        """
        with self._lock:
            if len(self._own_segments) > MAX_SEGMENTS:
                self._replace_segments(
                    list(self._own_segments), lambda segment: cut(self._store, segment, self._began, self._sent)
                )

    def _upload_answers(self) -> None:
        until = last_change(self._store)
        if until == self._sent:
            return
        if removed_since(self._store, self._sent):
            self._replace_segments(list(self._segments), lambda segment: cut_all(self._store, segment))
            self._own_segments, self._began = [], until
        else:
            self._upload_segment(lambda segment: cut(self._store, segment, self._sent, until))
        self._sent = until

    def _upload_segment(self, write: Callable[[Path], None]) -> None:
        """Write a segment and upload it under the next number."""
        number = max((int(Path(name).name[:6]) for name in self._segments if name not in _WHOLE_STORE), default=0) + 1
        name = f"answers/{number:06}-{token_hex(3)}.sqlite"
        with TemporaryDirectory(dir=self.root) as outgoing:
            (Path(outgoing) / name).parent.mkdir()
            write(Path(outgoing) / name)
            upload_files([name], Path(outgoing), self.url)
        self._segments.append(name)
        self._own_segments.append(name)

    def _replace_segments(self, segments: list[str], write: Callable[[Path], None]) -> None:
        self._upload_segment(write)
        remove_files(segments, self.url)
        self._segments = [name for name in self._segments if name not in segments]
        self._own_segments = [name for name in self._own_segments if name not in segments]

    def _remove_remote(self, gone: list[str]) -> None:
        remove_files(gone, self.url)
        for name in gone:
            del self._known[name]
            self._remote_only.discard(name)

    def _create_placeholders(self, checkpoints: Mapping[str, FileInfo]) -> None:
        (self.root / _CHECKPOINTS).mkdir(mode=0o700, exist_ok=True)
        for key, entry in checkpoints.items():
            file = self.root / _CHECKPOINTS / key
            with file.open("xb") as content:
                content.truncate(entry.size)
            os.utime(file, (entry.modified, entry.modified))
            self._remote_only.add(f"{_CHECKPOINTS}/{key}")

    def _local_files(self) -> dict[str, tuple[int, int]]:
        """Return size and modification time in nanoseconds of the local files by name, without the answers."""
        return {name: (facts.st_size, facts.st_mtime_ns) for name, facts in self._scan()}

    def _scan(self) -> Iterator[tuple[str, os.stat_result]]:
        for folder in (_CHECKPOINTS, _RUNS, _REVIEWS):
            if (self.root / folder).is_dir():
                with os.scandir(self.root / folder) as files:
                    found = [file for file in files if file.is_file() and not file.name.endswith(".partial")]
                yield from ((f"{folder}/{file.name}", file.stat()) for file in found)
        if (self.root / _DRAWS).exists():
            yield _DRAWS, (self.root / _DRAWS).stat()
