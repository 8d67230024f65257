from __future__ import annotations

import sys

from rich.console import Console


def console(width_of_a_file: int) -> Console:
    """Give standard output, as wide as the terminal, or so many characters where there is none.

    What is printed stays as it is: no name of a block or a teacher is taken for markup.
    """
    width = None if sys.stdout.isatty() else width_of_a_file
    return Console(width=width, highlight=False, markup=False, emoji=False)
