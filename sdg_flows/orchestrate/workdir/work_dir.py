"""The work directory: everything that is kept between runs."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import stat
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sdg_flows.core.errors import DiskError, SettingsError, WorkDirInUse
from sdg_flows.orchestrate.workdir.fresh_draws import read_fresh_draws, write_fresh_draws

if TYPE_CHECKING:
    from sdg_flows.orchestrate.workdir.mirror import Mirror


@dataclass(frozen=True)
class WorkDir:
    """A folder with mode 0700 that keeps answers and checkpoints; a run with the same folder resumes.

    With a `mirror`, the folder is the local copy of one at an address.
    """

    root: Path
    mirror: Mirror | None = None

    def __str__(self) -> str:
        return str(self.mirror.url if self.mirror else self.root)

    @property
    def answers(self) -> Path:
        """Return the file of the answer store."""
        return self.root / "answers.sqlite"

    @property
    def checkpoints(self) -> Path:
        """Return the folder of Prefect's persisted results."""
        return self.root / "checkpoints"

    @property
    def scratch(self) -> Path:
        """Return the folder of intermediate rows, which is empty between runs."""
        return self.root / "scratch"

    @property
    def runs(self) -> Path:
        """Return the folder of notes of runs."""
        return self.root / "runs"

    @property
    def reviews(self) -> Path:
        """Return the folder of rows for human review, with the verdicts."""
        return self.root / "reviews"

    @property
    def server_log(self) -> Path:
        """Return the log of the embedded Prefect server."""
        return self.root / "prefect-server.log"

    @property
    def fresh_draws_file(self) -> Path:
        """Return the file with the counts of fresh draws."""
        return self.root / "fresh_draws"

    async def fetch_checkpoint(self, checkpoint: str) -> Path:
        """Return the path of a checkpoint, which need not exist; fetch the file first if it is only at the address.

        Raises:
            DiskError: it cannot be read at the address.
        """
        if self.mirror:
            await asyncio.to_thread(self.mirror.fetch_checkpoint, checkpoint)
        return self.checkpoints / checkpoint

    async def upload(self) -> None:
        """Upload changes to the address, if there is one.

        Raises:
            DiskError: the address cannot be written.
        """
        if self.mirror:
            await asyncio.to_thread(self.mirror.upload)

    def create(self) -> WorkDir:
        """Create the folder if it does not exist, check that it is private, and return this work directory.

        Raises:
            DiskError: the folder cannot be created or written.
            SettingsError: other users could write results there, which a run would trust.
        """
        try:
            if not self.root.exists():
                self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.root.chmod(0o700)
            self._check_private()
            self._check_not_segments()
            self.checkpoints.mkdir(mode=0o700, exist_ok=True)
            (self.root / "lock").touch(mode=0o600)
        except OSError as error:
            raise DiskError(f"{self.root}: the work directory cannot be written ({error.strerror})") from error
        return self

    def count_fresh_draws(self, suite: str, *, add: bool) -> int:
        """Return how often `--fresh` was given for a suite; with `add`, count one more first."""
        drawn = read_fresh_draws(self.fresh_draws_file)
        if add:
            drawn[suite] += 1
            write_fresh_draws(drawn, self.fresh_draws_file)
        return drawn[suite]

    def _check_not_segments(self) -> None:
        if (self.root / "answers").is_dir():
            raise SettingsError(
                f"--work-dir {self.root}: is a copy, file by file, of a work directory at a URL, and its answers would "
                "not be found. `sdg-flows store --work-dir URL --copy-to DIR` makes a work directory here."
            )

    def _check_private(self) -> None:
        facts = self.root.stat()
        mode = stat.S_IMODE(facts.st_mode)
        if facts.st_uid != os.geteuid():
            raise SettingsError(
                f"--work-dir {self.root}: belongs to user {facts.st_uid}, and this is user {os.geteuid()}. What lies "
                "there would be believed; choose a folder of your own."
            )
        if mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise SettingsError(
                f"--work-dir {self.root}: others may write there (mode {mode:o}). What lies there would be believed; "
                f"`chmod go-w {self.root}`, or choose another folder."
            )

    @contextmanager
    def lock(self) -> Generator[None, None, None]:
        """Lock the folder for this process. The system releases the lock when the process ends.

        Raises:
            WorkDirInUse: another process has the lock; the message names it.
        """
        with (self.root / "lock").open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise WorkDirInUse(
                    f"{self.root}: in use by {lock.read().strip() or 'another run'}. Wait for it, or give this run a "
                    "--work-dir of its own."
                ) from error
            lock.truncate(0)
            lock.write(f"process {os.getpid()} on {socket.gethostname()}")
            lock.flush()
            yield
