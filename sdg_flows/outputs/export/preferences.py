"""Preference pairs: a chosen and a rejected answer, in the format of TRL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sdg_flows.core.errors import InputError
from sdg_flows.outputs.mixing.data_sets import records
from sdg_flows.outputs.past_runs.run_folders import generated_files, read_facts
from sdg_flows.outputs.run_folder.system_prompts import system_of
from sdg_flows.storage.url import Place

_ANSWERS = ("chosen", "rejected")


def preferences(source: Place) -> Iterator[dict[str, Any] | None]:
    """Yield `prompt`, `chosen` and `rejected` of each row as lists of messages; None for a row that lacks one.

    The rows are those of a run, whose system message comes first in `prompt`, or those of a file, without a system
    message. A prompt may be a list of messages itself.

    Raises:
        InputError: a file cannot be read, or no row has all three.
        SettingsError: the folder is not that of a run.

    Source: TRL's conversational preference data with an explicit prompt, to which it applies the chat template.
    """
    files, system = _files(source)
    found_any = False
    for file in files:
        for row in records(str(file.absolute())):
            pair = _pair(row, system)
            found_any = found_any or pair is not None
            yield pair
    if not found_any:
        raise InputError.at(
            str(source), None, "no row has 'prompt', 'chosen' and 'rejected'. Expected a run of nemotron/preference."
        )


def _files(source: Place) -> tuple[list[Place], list[dict[str, str]]]:
    """Return the files of rows, and the system message to put before each prompt, if any."""
    if not source.is_dir():
        return [source], []
    facts = read_facts(source)
    system = {"role": "system", "content": system_of(facts.get("settings", {}))}
    return [source / name for name in generated_files(facts)], [system]


def _pair(row: Mapping[str, Any], system: list[dict[str, str]]) -> dict[str, Any] | None:
    prompt = row.get("prompt")
    messages = prompt if isinstance(prompt, list) else [{"role": "user", "content": prompt}]
    if not prompt or any(not isinstance(row.get(name), str) or not row[name].strip() for name in _ANSWERS):
        return None
    return {
        "prompt": [*system, *messages],
        **{name: [{"role": "assistant", "content": row[name]}] for name in _ANSWERS},
    }
