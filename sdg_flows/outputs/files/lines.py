"""A large file of JSON lines from its beginning, line by line, or from its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import SettingsError

BYTES_A_READ = 1 << 20
_SHOWN = 60
"""Characters of a line in a message."""


def numbered_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number, from 0; none when there is no such file."""
    if not file.is_file():
        return
    with file.open("rb", buffering=BYTES_A_READ) as lines:
        yield from enumerate(lines)


def record_in(line: bytes | str, place: str, *columns: str) -> dict[str, Any]:
    """Give the record of a line, which has these columns at least; `place` is where it stands, for the message.

    Raises:
        SettingsError: it is no such record: people edit data.
    """
    try:
        found: Any = json.loads(line)
    except ValueError:
        found = None
    if isinstance(found, dict) and found.keys() >= set(columns):
        return found
    named = f" with {', '.join(columns)}" if columns else ""
    raise SettingsError(
        f"{place}: found {_beginning(line)}, expected a JSON object{named} as a run writes it. Mend or remove the "
        "line, or make the run again: the same command asks nothing that was answered."
    )


def _beginning(line: bytes | str) -> str:
    text = (line if isinstance(line, str) else line.decode(errors="replace")).strip()
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def pieces_from_the_end(file: Path) -> Iterator[bytes]:
    """Yield a file's bytes from its end, in pieces of whole lines; none when there is no such file."""
    if not file.is_file():
        return
    with file.open("rb") as read:
        end, begun = file.stat().st_size, b""
        while end:
            start = max(0, end - BYTES_A_READ)
            read.seek(start)
            piece = read.read(end - start) + begun
            cut = 0 if start == 0 else piece.find(b"\n") + 1
            begun, end = piece[:cut], start
            if cut < len(piece):
                yield piece[cut:]
