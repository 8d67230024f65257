"""Formatting of figures and texts for people."""

from __future__ import annotations

import json
from decimal import Decimal


def number(value: int) -> str:
    """Format a count with thousands separators: 12,345."""
    return f"{value:,}"


def counted(value: int, thing: str) -> str:
    """Format a count with its noun, singular for one: 1 row, 12,345 rows."""
    return f"{value:,} {thing}" if value == 1 else f"{value:,} {thing}s"


def short(value: int) -> str:
    """Format a large count with three digits: 940, 12.3k, 4.56M."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}" if value < 999.5 * size else f"{value / size:,.0f}{unit}"
    return str(value)


def duration(seconds: float) -> str:
    """Format seconds in their two largest units: 1 h 03 min, 2 min 05 s, 3.2 s, 45 ms."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def dollars(amount: float) -> str:
    """Format US dollars: $12.30; below ten cents with two significant digits: $0.0041."""
    return f"${amount:,.2f}" if amount >= 0.1 or not amount else f"${Decimal(f'{amount:.2g}'):f}"


def percent(part: int, whole: int) -> str:
    """Format a share: 92 %, 0.4 %; 100 % only for all, 0 % only for none."""
    if part in (0, whole) or not whole:
        return "100 %" if part else "0 %"
    share = 100 * part / whole
    return f"{min(max(share, 0.1), 99.9):.1f} %" if share < 1 or share > 99 else f"{share:.0f} %"


def cell_text(cell: object) -> str:
    """Return a cell as text: a text as it is, another value as JSON, with `str` for what JSON cannot hold."""
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)


def clipped(cell: object, max_chars: int) -> str:
    """Return a cell's text; a longer one is cut, with the number of characters left out. Null is the empty text."""
    whole = "" if cell is None else cell_text(cell)
    return (
        whole
        if len(whole) <= max_chars
        else f"{whole[:max_chars].rstrip()} … ({len(whole) - max_chars:,} more characters)"
    )


def clipped_middle(text: str, max_chars: int) -> str:
    """Return a text; a longer one keeps its beginning and end, with the number of characters left out between."""
    left_out = len(text) - max_chars
    if left_out <= 0:
        return text
    half = max_chars // 2
    return f"{text[:half].rstrip()} … ({left_out:,} more characters) … {text[half - max_chars :].lstrip()}"


def rate(value: float) -> str:
    """Format a rate per second: 0.42, 7.3, 218, 12.3k."""
    return short(round(value)) if value >= 10 else f"{value:.2g}"


def setting(value: object) -> str:
    """Format a setting: yes or no for booleans, an em dash when not set."""
    if value is None or value == "":
        return "—"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
