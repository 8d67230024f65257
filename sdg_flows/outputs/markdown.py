"""Escaping of foreign text inside Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_MARKS = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def inline(text: object) -> str:
    """Escape a text for a heading or a table cell, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(str(text).split()))


def quoted(text: object) -> str:
    """Escape a text as a block quote that keeps its lines."""
    escaped = _LINE_MARKS.sub(_escaped, _MARKS.sub(r"\\\1", str(text).strip()))
    return "\n".join(f"> {line}".rstrip() + "  " for line in escaped.splitlines() or [""])


def _escaped(found: re.Match[str]) -> str:
    indent, mark = found.groups()
    return f"{indent}{mark}\\" if mark.isdigit() else f"{indent}\\{mark}"
