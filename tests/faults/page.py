"""Writes the figures of docs/faults.md: what each case is to come to, which its test has seen.

python -m faults.page     (in the folder tests)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from faults.cases import CONTENT, ROWS, TRANSPORT, Case

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
_FIRST, _LAST = "<!-- figures: python -m faults.page -->\n", "<!-- end of figures -->\n"


def page_with_figures(page: str) -> str:
    """Give the page with the figures of the cases in their place."""
    before, rest = page.split(_FIRST)
    return before + _FIRST + "".join(f"{line}\n" for line in _lines()) + _LAST + rest.split(_LAST)[1]


def _lines() -> Iterator[str]:
    yield from ("", f"| | fault | rows made, of {ROWS} | rejected | calls a row |", "|---|---|---|---|---|")
    yield from _rows(TRANSPORT)
    yield from _rows(CONTENT)
    yield ""


def _rows(cases: Sequence[Case]) -> Iterator[str]:
    for case in cases:
        made, rejected = case.made
        said = f"{ROWS} `{case.rejected}`" if rejected else "0"
        yield f"| B{case.number} | `{case.fault}` | {made} | {said} | {case.calls_a_row} |"


if __name__ == "__main__":
    PAGE.write_text(page_with_figures(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
