"""Writes the figures of docs/reliability.md: what each fault is to come to, which its test has seen.

make reliability     (runs those tests, and then this)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from faults.asking import IN_FLIGHT
from faults.cases import CONTENT, ROWS, STOPS, TRANSPORT, Case, Stop

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
_FIRST, _LAST = "<!-- figures: make reliability -->\n", "<!-- end of figures -->\n"

_TESTS = {
    "T": "faults/test_transport.py::test_a_fault_of_transport_costs_so_many_calls_and_no_row_vanishes",
    "C": "faults/test_content.py::test_a_fault_of_content_costs_so_many_calls_and_no_row_vanishes",
    "S": "faults/test_stops.py::test_what_waiting_will_not_mend_stops_within_the_requests_in_flight",
    "D": "faults/test_stops.py::test_an_endpoint_that_never_gives_a_whole_reply_is_taken_to_be_down",
}


def page_with_figures(page: str) -> str:
    """Return the page with the figures of the cases in their place."""
    before, rest = page.split(_FIRST)
    return before + _FIRST + "".join(f"{line}\n" for line in _lines()) + _LAST + rest.split(_LAST)[1]


def _lines() -> Iterator[str]:
    head = ("", "fault", "rows in = made + rejected", "asked", "paid twice", "exit", "what is said", "test")
    yield from ("", f"| {' | '.join(head)} |", "|---" * len(head) + "|")
    yield from _rows(TRANSPORT, "T")
    yield from _rows(CONTENT, "C")
    yield from map(_stopped, STOPS)
    yield ""
    yield from (f"- {letter}: `{test}`" for letter, test in _TESTS.items())
    yield ""


def _rows(cases: Sequence[Case], test: str) -> Iterator[str]:
    for case in cases:
        made, rejected = case.made
        rows = f"{ROWS} = {made} + " + (f"{ROWS} `{case.rejected}`" if rejected else "0")
        yield _line(case, rows, ROWS * case.calls_a_row, case.paid_twice, 0, case.said, test)


def _stopped(stop: Stop) -> str:
    rows = f"{stop.rows}, all left for the next run"
    asked, paid = ("for 120 s", "not counted") if stop.patient else (f"at most {IN_FLIGHT}", 0)
    return _line(stop, rows, asked, paid, stop.exit_code, stop.said, "D" if stop.patient else "S")


def _line(case: Case | Stop, rows: str, asked: object, paid: object, code: int, said: str | None, test: str) -> str:
    cells = (f"B{case.number}", f"`{case.fault}`", rows, asked, paid, code, f"`{said}`" if said else "", test)
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    PAGE.write_text(page_with_figures(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
