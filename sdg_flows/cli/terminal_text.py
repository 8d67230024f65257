"""Text for a terminal, without what `console` lays out. It holds texts of servers and files, which may be hostile."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

from sdg_flows.core.json_line import json_line

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def print_text(said: object = "", *, end: str = "\n", file: TextIO | None = None) -> None:
    """Print a text with its control characters escaped, on standard output unless another file is given.

    A reader that has left, such as `head`, ends the command with 1, as it does where `console` prints.
    """
    try:
        print(printable(str(said)), end=end, file=file, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), (file or sys.stdout).fileno())
        raise SystemExit(1) from None


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    print_text(json_line(value))


def printable(text: str) -> str:
    """Return a text with control characters and lone surrogates escaped.

    What is printed is so already; texts that are to be fitted into columns are made so before, as it makes them longer.
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
