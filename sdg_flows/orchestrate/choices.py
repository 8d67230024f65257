from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sdg_flows.storage.shown_path import shown_path

NUM_INSTRUCTIONS = 10
OFFLINE = "offline"
"""The value of `teacher` that chooses the offline teacher rather than a file."""
_PATHS = ("pipeline", "taxonomy", "input", "output", "work_dir", "teacher", "save_path", "publish")
"""Choices that may be paths."""


@dataclass(frozen=True)
class Choices:
    """The user's choices for a run, as plain values: the parameters of the flow and the flags of the command line.

    Without `taxonomy` and `input`, the taxonomy is `./taxonomy` or, when that does not exist, the example's.
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

    def as_dict(self) -> dict[str, Any]:
        """Return the choices by name."""
        return asdict(self)

    def for_report(self) -> dict[str, Any]:
        """Return the choices for reports: with relative paths, and the input without its query, which may sign it."""
        seen = self.with_relative_paths()
        return {**seen.as_dict(), "input": seen.input and seen.input.partition("?")[0]}

    def with_relative_paths(self) -> Choices:
        """Return the choices with paths below the current folder made relative; others stay as they are.

        Published runs then do not reveal the folders of this machine.
        """
        given = {name: Path(path) for name in _PATHS if (path := getattr(self, name))}
        return replace(self, **{name: shown_path(path) for name, path in given.items() if path.is_absolute()})

    @property
    def teacher_options(self) -> dict[str, Any]:
        """Return the choices that override the teacher file."""
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
