"""How figures and texts stand in a report."""

from __future__ import annotations

import json
from decimal import Decimal


def number(value: int) -> str:
    """Give a count with its thousands apart: 12,345."""
    return f"{value:,}"


def counted(value: int, thing: str) -> str:
    """Give a count with what is counted, in the singular for one: 1 row, 12,345 rows."""
    return f"{value:,} {thing}" if value == 1 else f"{value:,} {thing}s"


def short(value: int) -> str:
    """Give a large count in three digits: 940, 12.3k, 4.56M."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}" if value < 999.5 * size else f"{value / size:,.0f}{unit}"
    return str(value)


def duration(seconds: float) -> str:
    """Give a time in its two largest units: 1 h 03 min, 2 min 05 s, 3.2 s, 45 ms."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def dollars(amount: float) -> str:
    """Give money: $12.30; of less than ten cents the first two digits, such as $0.0041."""
    return f"${amount:,.2f}" if amount >= 0.1 or not amount else f"${Decimal(f'{amount:.2g}'):f}"


def percent(part: int, whole: int) -> str:
    """Give a share: 92 %, 0.4 %; only all is 100 %, only none 0 %."""
    if part in (0, whole) or not whole:
        return "100 %" if part else "0 %"
    share = 100 * part / whole
    return f"{min(max(share, 0.1), 99.9):.1f} %" if share < 1 or share > 99 else f"{share:.0f} %"


def cell_text(cell: object) -> str:
    """Give a cell as text: what is no text is JSON, and what JSON has no word for its text."""
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)


def clipped(cell: object, longest: int) -> str:
    """Give a cell's text, or its beginning and how much is left out when it is longer; null is the empty text."""
    whole = "" if cell is None else cell_text(cell)
    return (
        whole if len(whole) <= longest else f"{whole[:longest].rstrip()} … ({len(whole) - longest:,} more characters)"
    )


def with_both_ends(text: str, longest: int) -> str:
    """Give a text, or its beginning and its end when it is longer, and how much is left out between them."""
    left_out = len(text) - longest
    if left_out <= 0:
        return text
    half = longest // 2
    return f"{text[:half].rstrip()} … ({left_out:,} more characters) … {text[half - longest :].lstrip()}"


def rate(value: float) -> str:
    """Give how many in a second: 0.42, 7.3, 218, 12.3k."""
    return short(round(value)) if value >= 10 else f"{value:.2g}"


def setting(value: object) -> str:
    """Give a setting as a person says it: yes, no, an em dash for not set."""
    if value is None or value == "":
        return "—"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
