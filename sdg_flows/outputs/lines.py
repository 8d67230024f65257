"""A large file from its beginning, line by line, or from its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

BYTES_A_READ = 1 << 20


def numbered_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number, from 0; none when there is no such file."""
    if not file.is_file():
        return
    with file.open("rb", buffering=BYTES_A_READ) as lines:
        yield from enumerate(lines)


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
