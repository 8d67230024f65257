"""The runs in a folder of runs, by what their run.json says."""

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
"""What run.json says."""


@dataclass(frozen=True)
class KeptRun:
    """A run's folder and what its run.json says."""

    folder: Place
    facts: Facts


def run_named(named: str, output: str) -> KeptRun:
    """Give a run by its folder, or by its name below the folder of runs.

    Raises:
        SettingsError: there is none.
    """
    folders = [place(named)] if "://" in named else [Path(named), place(output) / named]
    for folder in folders:
        if (folder / RUN).is_file():
            return KeptRun(folder, facts_of(folder))
    near = _near(named, output)
    raise SettingsError(f"{named}: no run is here or below {output}. Expected a folder with run.json.{near}")


def _near(named: str, output: str) -> str:
    """Ask about the run that a file named in its place is of, else about the run of the nearest name."""
    if (Path(named).parent / RUN).is_file():
        return f" Did you mean {str(Path(named).parent)!r}?"
    return did_you_mean(named, (folder.name for folder in _folders(place(output))))


def run_around(file: str) -> tuple[KeptRun, str] | None:
    """Give the run in whose folder a file is, and the file's name as the run has it; None for a file of no run.

    Raises:
        SettingsError: the run.json cannot be read.
    """
    folder = next((folder for folder in Path(file).parents if (folder / RUN).is_file()), None)
    return folder and (KeptRun(folder, facts_of(folder)), Path(file).relative_to(folder).as_posix())


def runs_in(output: Place) -> list[KeptRun]:
    """Give the runs in a folder, in the order in which they began.

    Raises:
        SettingsError: a run.json cannot be read.
    """
    runs = [KeptRun(folder, facts_of(folder)) for folder in _folders(output)]
    return sorted(runs, key=lambda run: (run.facts["started"], run.facts["name"]))


def facts_of(folder: Place) -> Facts:
    """Read a run's run.json.

    Raises:
        SettingsError: it cannot be read, or is not that of a run.
    """
    try:
        facts: Any = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{folder / RUN}: cannot be read ({error})") from error
    if not isinstance(facts, dict) or not {"name", "started", "pipelines", "files"} <= facts.keys():
        raise SettingsError(f"{folder / RUN}: is not that of a run. Expected name, started, pipelines and files.")
    return facts


def made_files(facts: Facts) -> list[str]:
    """Give the names of a run's files of made rows."""
    return [name for name in facts["files"] if name.startswith("generated/")]


def _folders(output: Place) -> Iterator[Place]:
    if isinstance(output, Path):
        return (file.parent for file in output.glob(f"*/{RUN}") if not file.parent.name.startswith("."))
    names = (path.split("/") for path in list_files(output))
    return (output / parts[0] for parts in names if parts[1:] == [RUN])
