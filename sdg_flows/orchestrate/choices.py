from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sdg_flows.storage.shown_path import shown_path

NUM_INSTRUCTIONS = 10
OFFLINE = "offline"
"""The teacher that is chosen by this name rather than by a file."""
_PATHS = ("pipeline", "taxonomy", "input", "output", "work_dir", "teacher", "save_path", "publish")
"""Choices that may be paths."""


@dataclass(frozen=True)
class Choices:
    """What the user chose for a run, as plain values: the parameters of the flow and the flags of the command line.

    Without `taxonomy` and `input`, the taxonomy is `./taxonomy` or, when that is not there, the example's.
    Without `endpoint` and `teacher`, the address is OPENAI_BASE_URL or, when that is not set, the teacher is offline.
    `key_block` is a name; no choice holds a key.
    """

    pipeline: str = "simple"
    taxonomy: str | None = None
    input: str | None = None
    output: str = "out"
    work_dir: str = ".sdg_work"
    endpoint: str | None = None
    model: str | None = None
    key_block: str | None = None
    model_family: str | None = None
    teacher: str | None = None
    num_instructions: int = NUM_INSTRUCTIONS
    max_in_flight: int | None = None
    fresh: bool = False
    limit: int | None = None
    save_path: str | None = None
    publish: str | None = None
    keep_versions: int | None = None
    max_tokens: Mapping[str, int] | None = None
    system_prompt: str | None = None
    taxonomy_base: str | None = None
    runner: str = "local"
    address: str | None = None
    workers: int | None = None
    budget: str | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """Return the choices by name."""
        return asdict(self)

    @property
    def shown(self) -> dict[str, Any]:
        """Return the choices as a report may show them: from here, without the query of an address, which may sign it."""
        seen = self.from_here
        return {**seen.plain, "input": seen.input and seen.input.partition("?")[0]}

    @property
    def from_here(self) -> Choices:
        """Return the same choices with paths below the current folder seen from it; the others stay as they were given.

        What a run publishes then does not tell where on this machine its user works.
        """
        given = {name: Path(path) for name in _PATHS if (path := getattr(self, name))}
        return replace(self, **{name: shown_path(path) for name, path in given.items() if path.is_absolute()})

    @property
    def asked_of_teacher(self) -> dict[str, Any]:
        """Return the choices about the teacher that go before its file."""
        return {
            "endpoint": self.endpoint,
            "model": self.model,
            "key_block": self.key_block,
            "max_in_flight": self.max_in_flight,
        }

    @property
    def teacher_file(self) -> Path | None:
        """Return the path of the teacher file, if one was chosen."""
        return Path(self.teacher) if self.teacher and self.teacher != OFFLINE else None
