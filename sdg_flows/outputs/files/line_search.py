"""Lines of a file that hold a text, found without the file in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.files.lines import record_in
from sdg_flows.storage.url import Place

CHARACTERS_A_READ = 1 << 20


@dataclass(frozen=True)
class Found:
    """A record of a file of JSON lines, and its line, from 1."""

    line: int
    record: dict[str, Any]


def pieces(file: Place) -> Iterator[str]:
    """Yield a file's text in pieces that end with a line.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        with file.open(encoding="utf-8") as text:
            while piece := text.read(CHARACTERS_A_READ):
                yield piece + text.readline()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}); expected a file of a run") from error


def records_with(file: Place, texts: Collection[str]) -> Iterator[Found]:
    """Yield the records whose line holds one of the texts; a text may stand anywhere in the line."""
    before = 0
    for piece in pieces(file):
        if any(text in piece for text in texts):
            for at, line in enumerate(piece.split("\n"), before + 1):
                if any(text in line for text in texts):
                    yield Found(at, record_in(line, f"{file}:{at}"))
        before += piece.count("\n")


def record_at(file: Place, line: int) -> dict[str, Any] | None:
    """Give the record at a line, from 1; None when the file has fewer."""
    return next(records_at(file, [line]), None)


def records_at(file: Place, lines: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the records at these lines, from 1 and in order; those that the file has. It is read up to the last."""
    wanted, before = deque(lines), 0
    for piece in pieces(file) if lines else ():
        count = piece.count("\n")
        while wanted and wanted[0] <= before + count:
            at = wanted.popleft()
            yield record_in(piece.split("\n")[at - before - 1], f"{file}:{at}")
        if not wanted:
            return
        before += count
