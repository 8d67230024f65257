"""Compares the rows of two runs by id and by content, holding 32 bytes for each row of both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.files.line_search import text_chunks
from sdg_flows.outputs.past_runs.run_folders import KeptRun, generated_files

EXAMPLES = 3
_ROW = re.compile(r'\{"row_id":"([0-9a-f]{24})",?(.*)\}')
_WHOLE = "id and content"
_KIND = np.dtype([("id", "S24"), ("content", "S8")])

RowDigests: TypeAlias = NDArray[np.void]
"""The id of each row with a digest of its other columns."""
NO_ROWS: RowDigests = np.empty(0, _KIND)


@dataclass(frozen=True)
class RowChanges:
    """How the rows of the second run differ from the first: counts, and the ids of some rows.

    `same` rows have equal ids and columns; `changed` rows equal ids only; `renamed` rows equal columns only. Rows only
    in the first run are `gone`, rows only in the second `added`.
    """

    same: int
    changed: int
    renamed: int
    gone: int
    added: int
    examples: dict[str, list[str]]

    @property
    def differ(self) -> bool:
        """Return True unless both runs have the same rows under the same ids."""
        return bool(self.changed or self.renamed or self.gone or self.added)


def digest_rows(run: KeptRun) -> RowDigests:
    """Digest the rows that a run made, read line by line.

    Raises:
        SettingsError: a file cannot be read, or holds other rows than those of a run.
    """
    return concatenated(digest_rows_by_file(run))


def digest_rows_by_file(run: KeptRun) -> dict[str, RowDigests]:
    """Digest the rows of each file of generated rows, by file name.

    Raises:
        SettingsError: as for `digest_rows`.
    """
    return {name: _digest_file(run, name) for name in generated_files(run.facts)}


def concatenated(files: Mapping[str, RowDigests]) -> RowDigests:
    """Concatenate the row digests of all files."""
    return np.concatenate([NO_ROWS, *files.values()])


def compare_rows(before: RowDigests, after: RowDigests) -> RowChanges:
    """Compare the rows of two runs, regardless of order."""
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
        examples={name: [row_id.decode() for row_id in rows["id"][:EXAMPLES]] for name, rows in examples.items()},
    )


def _not_in(rows: RowDigests, others: RowDigests, by: str) -> RowDigests:
    """Return the rows whose id, content, or both occur in none of the others."""
    whole = np.dtype("S32")
    mine, theirs = (digests.view(whole) if by == _WHOLE else digests[by] for digests in (rows, others))
    return rows[~np.isin(mine, theirs)]


def _digest_file(run: KeptRun, name: str) -> RowDigests:
    parts = [NO_ROWS]
    for chunk in text_chunks(run.folder / name):
        matches = [_ROW.fullmatch(line) for line in chunk.split("\n") if line]
        if None in matches:
            raise SettingsError(f"{run.folder / name}: a line begins without row_id; expected the rows of a run")
        parts.append(np.array([(row[1].encode(), _digest(row[2])) for row in matches if row], _KIND))
    return np.concatenate(parts)


def _digest(text: str) -> bytes:
    """Return eight bytes, the last of which is not zero: numpy strips trailing zeros."""
    return hashlib.blake2b(text.encode(), digest_size=7).digest() + b"."
