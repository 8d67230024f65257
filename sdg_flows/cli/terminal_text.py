"""Prints text on a terminal outside of `console`. Texts from servers and files may be hostile, so all is escaped."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

from sdg_flows.core.json_line import json_line

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def print_text(said: object = "", *, end: str = "\n", file: TextIO | None = None) -> None:
    """Print a text with its control characters escaped, to standard output unless another file is given.

    A reader that has closed the pipe, such as `head`, ends the command with exit code 1, as with `console`.
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
    """Escape control characters and lone surrogates in a text.

    Printing does this anyway. Texts to be laid out in columns are escaped before that, because it makes them longer.
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
