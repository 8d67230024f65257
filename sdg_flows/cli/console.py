from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from sdg_flows.cli.terminal_text import printable


def console(file_width: int) -> Console:
    """Return standard output, as wide as the terminal, or `file_width` characters if it is not a terminal."""
    return _PlainConsole(None if sys.stdout.isatty() else file_width)


def error_console() -> Console:
    """Return standard error."""
    return _PlainConsole(stderr=True)


class _PlainConsole(Console):
    """Prints texts literally: no markup, and control characters escaped."""

    def __init__(self, width: int | None = None, *, stderr: bool = False) -> None:
        super().__init__(width=width, stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the segments to print. Control segments are rich's own; all others are escaped."""
        for part in super().render(renderable, options):
            yield part if part.control else part._replace(text=printable(part.text))
