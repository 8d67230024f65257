"""Where suites are looked for, in order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from sdg_flows.core.errors import SettingsError

GROUP = "sdg_flows.suites"
"""The entry points by which an installed package says which of its modules lies beside suites."""


@dataclass(frozen=True)
class Place:
    """A folder in which suites lie, and how it is called after the name of a suite: `of this package`."""

    root: Path
    called: str


def flows_root() -> Path:
    """Return the folder of the suites that come with this package."""
    package = Path(__file__).resolve().parent.parent
    inside, beside = package / "flows_yaml", package.parent / "flows_yaml"
    return inside if inside.is_dir() else beside


def places(environment: Mapping[str, str]) -> Iterator[Place]:
    """Yield the folders that are there, each once: the user's, the machine's, installed packages', this package's.

    Raises:
        SettingsError: an installed package names a module that is not there.
    """
    seen: set[Path] = set()
    for place in _candidates(environment):
        real = place.root.resolve()
        if real not in seen and place.root.is_dir():
            seen.add(real)
            yield place


def outermost_folder(folder: Path) -> Path:
    """Return the outermost folder from which a flow file in `folder` may name files: its place, else one folder up."""
    home = folder.resolve()
    above = home if home.parent == home.parent.parent else home.parent
    roots = [place.root.resolve() for place in places(os.environ)]
    return next((root for root in roots if above.is_relative_to(root)), above)


def _candidates(environment: Mapping[str, str]) -> Iterator[Place]:
    for folder in filter(None, environment.get("SDG_FLOWS_PATH", "").split(os.pathsep)):
        yield Place(Path(folder).expanduser(), f"in {folder} (SDG_FLOWS_PATH)")
    for folder in _base_folders(environment):
        yield Place(folder / "sdg_flows", f"in {folder / 'sdg_flows'}")
    yield from _of_packages()
    yield Place(flows_root(), "of this package")


def _base_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the XDG base folders; a relative path in these variables is ignored, as the specification asks."""
    home = environment.get("HOME", "")
    defaults = {
        "XDG_CONFIG_HOME": f"{home}/.config" if home else "",
        "XDG_DATA_HOME": f"{home}/.local/share" if home else "",
        "XDG_CONFIG_DIRS": "/etc/xdg",
        "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
    }
    for name, default in defaults.items():
        folders = map(Path, (environment.get(name) or default).split(os.pathsep))
        yield from (folder for folder in folders if folder.is_absolute())


@cache
def _of_packages() -> tuple[Place, ...]:
    points = sorted(entry_points(group=GROUP), key=lambda it: it.name)
    return tuple(Place(entry_point_folder(point), f"of the package {point.value!r}") for point in points)


def entry_point_folder(point: EntryPoint) -> Path:
    """Return the folder of the module that an installed package's entry point names.

    Raises:
        SettingsError: there is no such module.
    """
    try:
        spec = find_spec(point.value)
    except ModuleNotFoundError:
        spec = None
    if spec is None:
        raise SettingsError(
            f"an installed package names its suites as {point.name} = {point.value!r}, and there is no such module."
        )
    if spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(str(spec.origin)).parent
