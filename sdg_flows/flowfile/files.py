from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdg_flows.core.prompts import ChatFormat, Prompt
from sdg_flows.flowfile.binding import UNBOUND, Binding
from sdg_flows.flowfile.chat_formats import chat_format
from sdg_flows.flowfile.notes import marked_file
from sdg_flows.flowfile.prompt_file import ReadPrompt, read_prompt
from sdg_flows.flowfile.text_file import read_text, resolve_referenced_file
from sdg_flows.flowfile.yaml_kinds import is_mapping, kind_of


@dataclass(frozen=True)
class ReferencedFiles:
    """What the settings in one flow file may refer to, under the choices of one run.

    `prompts` fills up with the prompt files that were read, by path, and `read` with all files, by the path that is
    shown. Source: `core.prompts.FlowFiles`.
    """

    flow_file: Path
    binding: Binding = UNBOUND
    prompts: dict[str, ReadPrompt] = field(default_factory=dict[str, ReadPrompt])
    read: dict[str, Path] = field(default_factory=dict[str, Path])

    def prompt(self, path: str) -> Prompt:
        """Read a prompt file, once."""
        if path not in self.prompts:
            self.prompts[path] = read_prompt(self._text(path), self._shown(path))
        return self.prompts[path].prompt

    def mapping(self, path: str) -> dict[str, Any]:
        """Read a YAML file that holds a mapping."""
        value = marked_file(self._text(path), self._shown(path)).value
        if not is_mapping(value):
            raise ValueError(f"{self._shown(path)} holds {kind_of(value)}; expected a mapping.")
        return value

    def chat_format(self, block_family: str | None) -> ChatFormat | None:
        """Return the chat format in force: the run's family, else the block's, else None for chat messages."""
        family = self.binding.model_family or block_family
        return None if family is None else chat_format(family)

    def scaled_draws(self) -> int:
        """Return what `n: scaled` stands for."""
        if self.binding.num_instructions is None:
            raise ValueError("num_instructions_to_generate was not set, and 'scaled' stands for it.")
        return self.binding.num_instructions

    def _text(self, path: str) -> str:
        real = resolve_referenced_file(self.flow_file.parent, path)
        self.read[self._shown(path)] = real
        try:
            return read_text(real)
        except ValueError as error:
            raise ValueError(f"{self._shown(path)}: {error}") from error

    def _shown(self, path: str) -> str:
        return os.path.normpath(self.flow_file.parent / path)
