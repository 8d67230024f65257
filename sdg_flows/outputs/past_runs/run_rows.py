"""Which rows two runs share: by their ids and by what is in them, 32 bytes held for each row of both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.files.line_search import pieces
from sdg_flows.outputs.past_runs.run_folders import KeptRun, made_files

EXAMPLES = 3
_ROW = re.compile(r'\{"row_id":"([0-9a-f]{24})",?(.*)\}')
_WHOLE = "id and content"
_KIND = np.dtype([("id", "S24"), ("content", "S8")])

Marked: TypeAlias = NDArray[np.void]
"""The id of each row and a digest of its other columns."""
NONE: Marked = np.empty(0, _KIND)


@dataclass(frozen=True)
class RowChanges:
    """What became of the first run's rows in the second: numbers of rows, and the ids of some of them.

    `same` have their id and all columns, `changed` have their id and other columns. Of the others, `renamed` are those
    of the second run whose columns a row of the first has under another id; what is left is `gone` or `added`.
    """

    same: int
    changed: int
    renamed: int
    gone: int
    added: int
    examples: dict[str, list[str]]

    @property
    def differ(self) -> bool:
        """True unless each row of one run is in the other, under its id."""
        return bool(self.changed or self.renamed or self.gone or self.added)


def made_rows(run: KeptRun) -> Marked:
    """Mark the rows that a run made, read line by line.

    Raises:
        SettingsError: a file cannot be read, or holds other rows than those of a run.
    """
    return in_one(rows_by_file(run))


def rows_by_file(run: KeptRun) -> dict[str, Marked]:
    """Mark the rows of each file of made rows, by its name, which is that of a leaf or of a pipeline.

    Raises:
        SettingsError: as `made_rows` says.
    """
    return {name: _marked(run, name) for name in made_files(run.facts)}


def in_one(files: Mapping[str, Marked]) -> Marked:
    """Give the rows of all files under one another."""
    return np.concatenate([NONE, *files.values()])


def row_changes(before: Marked, after: Marked) -> RowChanges:
    """Compare the rows of two runs, whatever their order."""
    other_before, other_after = _not_in(before, after, _WHOLE), _not_in(after, before, _WHOLE)
    alone_before, alone_after = _not_in(other_before, other_after, "id"), _not_in(other_after, other_before, "id")
    gone, added = _not_in(alone_before, alone_after, "content"), _not_in(alone_after, alone_before, "content")
    changed = other_after[np.isin(other_after["id"], other_before["id"])]
    examples = {"changed": changed, "gone": gone, "added": added}
    return RowChanges(
        same=len(after) - len(other_after),
        changed=len(changed),
        renamed=len(alone_after) - len(added),
        gone=len(gone),
        added=len(added),
        examples={name: [one.decode() for one in rows["id"][:EXAMPLES]] for name, rows in examples.items()},
    )


def _not_in(rows: Marked, others: Marked, by: str) -> Marked:
    """Give the rows whose id, content or both no other row has."""
    whole = np.dtype("S32")
    mine, theirs = (some.view(whole) if by == _WHOLE else some[by] for some in (rows, others))
    return rows[~np.isin(mine, theirs)]


def _marked(run: KeptRun, name: str) -> Marked:
    parts = [NONE]
    for piece in pieces(run.folder / name):
        found = [_ROW.fullmatch(line) for line in piece.split("\n") if line]
        if None in found:
            raise SettingsError(f"{run.folder / name}: a line begins without row_id; expected the rows of a run")
        parts.append(np.array([(row[1].encode(), _digest(row[2])) for row in found if row], _KIND))
    return np.concatenate(parts)


def _digest(text: str) -> bytes:
    """Give eight bytes, of which the last is not zero: numpy takes zeros there for the end."""
    return hashlib.blake2b(text.encode(), digest_size=7).digest() + b"."
