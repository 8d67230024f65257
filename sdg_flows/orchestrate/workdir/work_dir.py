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
from sdg_flows.orchestrate.workdir.fresh_draws import fresh_draws, write_fresh_draws

if TYPE_CHECKING:
    from sdg_flows.orchestrate.workdir.mirror import Mirror


@dataclass(frozen=True)
class WorkDir:
    """One folder, made with mode 0700; a run on the same folder resumes.

    With a `mirror` the folder is this machine's copy of one at an address.
    """

    root: Path
    mirror: Mirror | None = None

    def __str__(self) -> str:
        return str(self.mirror.url if self.mirror else self.root)

    @property
    def answers(self) -> Path:
        """Give the answer store."""
        return self.root / "answers.sqlite"

    @property
    def checkpoints(self) -> Path:
        """Give the folder of Prefect's persisted results."""
        return self.root / "checkpoints"

    @property
    def scratch(self) -> Path:
        """Give the folder of rows on their way, which is empty between runs."""
        return self.root / "scratch"

    @property
    def runs(self) -> Path:
        """Give the folder of what is noted of runs."""
        return self.root / "runs"

    @property
    def reviews(self) -> Path:
        """Give the folder of rows that wait for people, and of what people said of them."""
        return self.root / "reviews"

    @property
    def server_log(self) -> Path:
        """Give the log of the embedded Prefect server."""
        return self.root / "prefect-server.log"

    @property
    def draws(self) -> Path:
        """Give the file with the counts of fresh draws."""
        return self.root / "fresh_draws"

    async def bring(self, checkpoint: str) -> Path:
        """Give the file of a checkpoint, which need not be there; one that lies at the address is brought.

        Raises:
            DiskError: it cannot be read there.
        """
        if self.mirror:
            await asyncio.to_thread(self.mirror.bring_checkpoint, checkpoint)
        return self.checkpoints / checkpoint

    async def send(self) -> None:
        """Send what has changed to the address, if there is one.

        Raises:
            DiskError: it cannot be written there.
        """
        if self.mirror:
            await asyncio.to_thread(self.mirror.send)

    def made(self) -> WorkDir:
        """Make the folder when it is not there.

        Raises:
            DiskError: it cannot be made or written.
            SettingsError: somebody else could put results there that a run would believe.
        """
        try:
            if not self.root.exists():
                self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.root.chmod(0o700)
            self._refuse_when_shared()
            self._refuse_when_in_segments()
            self.checkpoints.mkdir(mode=0o700, exist_ok=True)
            (self.root / "lock").touch(mode=0o600)
        except OSError as error:
            raise DiskError(f"{self.root}: the work directory cannot be written ({error.strerror})") from error
        return self

    def fresh(self, suite: str, *, again: bool) -> int:
        """Give how often all new draws of a suite were asked for; `again` asks for them once more."""
        drawn = fresh_draws(self.draws)
        if again:
            drawn[suite] += 1
            write_fresh_draws(drawn, self.draws)
        return drawn[suite]

    def _refuse_when_in_segments(self) -> None:
        if (self.root / "answers").is_dir():
            raise SettingsError(
                f"--work-dir {self.root}: is a copy, file by file, of a work directory at a URL, and its answers would "
                "not be found. `sdg-flows store --work-dir URL --copy-to DIR` makes a work directory here."
            )

    def _refuse_when_shared(self) -> None:
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
    def held(self) -> Generator[None, None, None]:
        """Hold the folder for this process; the hold ends with the process, however it ends.

        Raises:
            WorkDirInUse: another process holds it; the message names that process.
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
