"""Reading lists: the items of an answer that is a list, however it is written.

Source: NeMo Curator asked a second time to have each list rewritten as YAML; here the list is read as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from sdg_flows.core.json_text import parse_json
from sdg_flows.core.parsing import Parsed

_FENCE = regex.compile(r"^\s*```\w*\s*$")
_ITEM = regex.compile(r"^(?P<indent>\s*)(?:[-*•‣]|\(?\d{1,4}[.)]|\(?[a-z][.)])(?:\s+(?P<text>.*))?$")
_EMPHASIS = regex.compile(r"^(?P<mark>\*\*|__)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)$")
_QUOTES = ('""', "''", "\u201c\u201d")


def read_list(text: str) -> Parsed:
    """Read each item of a numbered or bulleted list, or of a JSON list of texts, as a record of one value.

    Words before the list are left out; a line that goes on below an item, further in, belongs to it, and so do the
    items of a list within. Quotes and bold type around a whole item are taken off; an empty item is none.
    """
    if not text.strip():
        return Parsed(reason="empty")
    items = [item for item in map(_bare, _json_items(text) or _items(text)) if item]
    return Parsed(tuple((item,) for item in items), None if items else "no_match")


def _json_items(text: str) -> list[str]:
    """Return the texts of a JSON list; none when the text is no such list, or has items around it."""
    start, end = text.find("["), text.rfind("]")
    if any(_ITEM.match(line) for line in (text[:start] + text[end + 1 :]).splitlines()):
        return []
    try:
        found = parse_json(text[start : end + 1], fix_commas=False, embedded=False) if 0 <= start < end else None
    except ValueError:
        return []
    if not isinstance(found, list) or not all(isinstance(one, str | int | float) for one in found):
        return []
    return [str(one) for one in found]


def _items(text: str) -> Iterator[str]:
    """Yield the items of a list that has one a line, each with the lines that go on with it."""
    item: list[str] = []
    outer: int | None = None
    for line in text.splitlines():
        if _FENCE.match(line):
            continue
        found = _ITEM.match(line)
        indent = len(line) - len(line.lstrip())
        if found is not None and (outer is None or indent <= outer):
            yield " ".join(item)
            outer, item = indent, [(found["text"] or "").strip()]
        elif outer is not None and indent > outer and line.strip():
            item.append(line.strip())
        elif line.strip():
            yield " ".join(item)
            item = []
    yield " ".join(item)


def _bare(item: str) -> str:
    """Return an item without quotes or bold type around the whole of it."""
    item = item.strip()
    if (bold := _EMPHASIS.match(item)) is not None:
        item = bold["text"].strip()
    quoted = len(item) > 2 and item[0] + item[-1] in _QUOTES and item[0] not in item[1:-1]
    return item[1:-1].strip() if quoted else item
