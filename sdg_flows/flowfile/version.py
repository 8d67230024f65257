from __future__ import annotations

import re
from typing import Literal, TypeAlias

from sdg_flows.flowfile.notes import MarkedFile, Notes

NEWEST = (1, 0)
"""The newest version of flow files that is known here."""

VersionStatus: TypeAlias = Literal["known", "newer", "future"]
"""How a version stands to the newest one: not above it, of a higher minor version, of a higher major version."""


def version_notes(source: MarkedFile) -> tuple[VersionStatus, Notes]:
    """Return how the file's version stands, and what is to be said about it.

    A higher major version is refused, a higher minor one read with a warning, a lower one read.
    """
    if "version" not in source.value:
        return "known", source.problem((), 'version is missing; expected version: "1.0".')
    value: object = source.value["version"]
    match = re.fullmatch(r"([0-9]+)\.([0-9]+)", str(value)) if isinstance(value, str | float) else None
    if match is None:
        return "known", source.problem(("version",), f'version is {value!r}; expected "MAJOR.MINOR", such as "1.0".')
    version = (int(match[1]), int(match[2]))
    if version[0] > NEWEST[0]:
        text = f"version {match[0]!r} has a future major version; expected {NEWEST[0]}.x."
        return "future", source.problem(("version",), text)
    notes = Notes()
    if isinstance(value, float):
        notes += source.warning(("version",), f'version {match[0]} is a number; write "{match[0]}".')
    if version <= NEWEST:
        return "known", notes
    text = f"version {match[0]!r} is newer than 1.0; settings that are not known are ignored."
    return "newer", notes + source.warning(("version",), text)
