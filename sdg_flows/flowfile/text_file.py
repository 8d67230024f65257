from __future__ import annotations

import stat
from pathlib import Path

from sdg_flows.core.errors import did_you_mean_file
from sdg_flows.flowfile.places import outermost_folder

MAX_BYTES = 1_048_576
"""A larger flow file, prompt file or mapping is refused."""

ABSOLUTE_SUFFIXES = frozenset({".yaml", ".yml", ".jinja"})


def read_text(path: Path) -> str:
    """Return the text of a regular UTF-8 file.

    Raises:
        ValueError: there is no such file, or it is no regular file, too large, or no UTF-8.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError("this is no regular file.")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ValueError(f"there is no such file.{_near(path)}") from error
    except OSError as error:
        raise ValueError(f"the file cannot be read: {error.strerror}.") from error
    if len(raw) > MAX_BYTES:
        raise ValueError(f"the file is larger than {MAX_BYTES} bytes.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"the file is not UTF-8 text: see byte {error.start}.") from error


def resolve_referenced_file(folder: Path, path: str) -> Path:
    """Return the file that a flow file in `folder` names by `path`: from its folder or, by `..`, the folder above.

    In a place of suites, `..` leads up to the place.
    An absolute path may lead anywhere, to a YAML file or a template.

    Raises:
        ValueError: the path leads out of reach, also by a symbolic link.
    """
    target = folder / path
    try:
        real = target.resolve()
    except (OSError, RuntimeError) as error:
        raise ValueError(f"the path {path!r} cannot be followed: {error}.") from error
    if Path(path).is_absolute():
        if real.suffix not in ABSOLUTE_SUFFIXES:
            raise ValueError(f"the path {path!r} leads to no .yaml, .yml or .jinja file.")
        return real
    if not real.is_relative_to(reach := outermost_folder(folder)):
        raise ValueError(f"the path {path!r} leads out of {str(reach)!r}, the folder above that of the flow file.")
    return real


def _near(path: Path) -> str:
    """Return the nearest name in the folder where the file should be, as a question."""
    if not path.parent.is_dir():
        return f" There is no folder {str(path.parent)!r} either."
    return did_you_mean_file(path.name, (there.name for there in path.parent.iterdir() if there.is_file()))
