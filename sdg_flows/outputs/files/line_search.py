"""Finds the lines of a file that contain a text, without loading the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.files.lines import parse_record
from sdg_flows.storage.url import Place

CHARS_PER_READ = 1 << 20


@dataclass(frozen=True)
class FoundRecord:
    """A record of a file of JSON lines, and its line number from 1."""

    line: int
    record: dict[str, Any]


def text_chunks(file: Place) -> Iterator[str]:
    """Yield a file's text in chunks of whole lines.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        with file.open(encoding="utf-8") as stream:
            while chunk := stream.read(CHARS_PER_READ):
                yield chunk + stream.readline()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}); expected a file of a run") from error


def records_containing(file: Place, texts: Collection[str]) -> Iterator[FoundRecord]:
    """Yield the records whose line contains one of the texts anywhere."""
    lines_before = 0
    for chunk in text_chunks(file):
        if any(text in chunk for text in texts):
            for number, line in enumerate(chunk.split("\n"), lines_before + 1):
                if any(text in line for text in texts):
                    yield FoundRecord(number, parse_record(line, f"{file}:{number}"))
        lines_before += chunk.count("\n")


def record_at(file: Place, line: int) -> dict[str, Any] | None:
    """Return the record at a line, counted from 1; None when the file has fewer."""
    return next(records_at(file, [line]), None)


def records_at(file: Place, lines: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the records at these ascending line numbers, from 1, that the file has; reads up to the last one."""
    wanted, lines_before = deque(lines), 0
    for chunk in text_chunks(file) if lines else ():
        count = chunk.count("\n")
        while wanted and wanted[0] <= lines_before + count:
            number = wanted.popleft()
            yield parse_record(chunk.split("\n")[number - lines_before - 1], f"{file}:{number}")
        if not wanted:
            return
        lines_before += count
