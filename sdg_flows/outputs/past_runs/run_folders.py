"""Finds runs in a folder of runs and reads their run.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from sdg_flows.core.errors import SettingsError, did_you_mean
from sdg_flows.storage.objects import list_files
from sdg_flows.storage.url import Place, place

RUN = "run.json"
Facts: TypeAlias = dict[str, Any]
"""The content of run.json."""


@dataclass(frozen=True)
class KeptRun:
    """A run's folder and the content of its run.json."""

    folder: Place
    facts: Facts


def find_run(name: str, output: str) -> KeptRun:
    """Find a run by its folder, or by its name in the folder of runs.

    Raises:
        SettingsError: there is none.
    """
    folders = [place(name)] if "://" in name else [Path(name), place(output) / name]
    for folder in folders:
        if (folder / RUN).is_file():
            return KeptRun(folder, read_facts(folder))
    near = _suggestion(name, output)
    raise SettingsError(f"{name}: no run is here or below {output}. Expected a folder with run.json.{near}")


def _suggestion(name: str, output: str) -> str:
    """Suggest the run that a file belongs to, else the run with the nearest name."""
    if (Path(name).parent / RUN).is_file():
        return f" Did you mean {str(Path(name).parent)!r}?"
    return did_you_mean(name, (folder.name for folder in _run_folders(place(output))))


def run_containing(file: str) -> tuple[KeptRun, str] | None:
    """Return the run whose folder contains a file, and the file's path in it; None for a file of no run.

    Raises:
        SettingsError: the run.json cannot be read.
    """
    folder = next((folder for folder in Path(file).parents if (folder / RUN).is_file()), None)
    return folder and (KeptRun(folder, read_facts(folder)), Path(file).relative_to(folder).as_posix())


def runs_in(output: Place) -> list[KeptRun]:
    """Return the runs in a folder, ordered by start time.

    Raises:
        SettingsError: a run.json cannot be read.
    """
    runs = [KeptRun(folder, read_facts(folder)) for folder in _run_folders(output)]
    return sorted(runs, key=lambda run: (run.facts["started"], run.facts["name"]))


def read_facts(folder: Place) -> Facts:
    """Read a run's run.json.

    Raises:
        SettingsError: it cannot be read, or is not of a run.
    """
    try:
        facts: Any = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{folder / RUN}: cannot be read ({error})") from error
    if not isinstance(facts, dict) or not {"name", "started", "pipelines", "files"} <= facts.keys():
        raise SettingsError(f"{folder / RUN}: is not that of a run. Expected name, started, pipelines and files.")
    return facts


def generated_files(facts: Facts) -> list[str]:
    """Return the names of a run's files of generated rows."""
    return [name for name in facts["files"] if name.startswith("generated/")]


def _run_folders(output: Place) -> Iterator[Place]:
    if isinstance(output, Path):
        return (file.parent for file in output.glob(f"*/{RUN}") if not file.parent.name.startswith("."))
    names = (path.split("/") for path in list_files(output))
    return (output / parts[0] for parts in names if parts[1:] == [RUN])
