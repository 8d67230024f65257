"""Reads large files of JSON lines, forwards line by line or backwards in chunks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import SettingsError

BYTES_PER_READ = 1 << 20
_MAX_EXCERPT = 60
"""Characters of a line quoted in a message."""


def numbered_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number, from 0; nothing when the file does not exist."""
    if not file.is_file():
        return
    with file.open("rb", buffering=BYTES_PER_READ) as lines:
        yield from enumerate(lines)


def parse_record(line: bytes | str, place: str, *columns: str) -> dict[str, Any]:
    """Parse a line as a record with at least these columns; `place` locates it in the message.

    Raises:
        SettingsError: it is not such a record, such as after an edit by hand.
    """
    try:
        record: Any = json.loads(line)
    except ValueError:
        record = None
    if isinstance(record, dict) and record.keys() >= set(columns):
        return record
    named = f" with {', '.join(columns)}" if columns else ""
    raise SettingsError(
        f"{place}: found {_excerpt(line)}, expected a JSON object{named} as a run writes it. Mend or remove the "
        "line, or make the run again: the same command asks nothing that was answered."
    )


def _excerpt(line: bytes | str) -> str:
    text = (line if isinstance(line, str) else line.decode(errors="replace")).strip()
    return repr(text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}…")


def chunks_from_end(file: Path) -> Iterator[bytes]:
    """Yield a file's bytes from its end, in chunks of whole lines; nothing when the file does not exist."""
    if not file.is_file():
        return
    with file.open("rb") as stream:
        end, partial = file.stat().st_size, b""
        while end:
            start = max(0, end - BYTES_PER_READ)
            stream.seek(start)
            chunk = stream.read(end - start) + partial
            cut = 0 if start == 0 else chunk.find(b"\n") + 1
            partial, end = chunk[:cut], start
            if cut < len(chunk):
                yield chunk[cut:]
