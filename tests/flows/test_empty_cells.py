"""What the suites do with rows about which nothing can be asked."""

import pytest

from flows.played import played


@pytest.mark.parametrize("cell", ["", " \n", None])
@pytest.mark.parametrize(
    ("flow", "column"),
    [
        *[(flow, "question") for flow in ("answers", "two_turn", "dialogue", "preference")],
        *[(f"../instruct/{flow}", "question") for flow in ("evolve_once", "evol_instruct")],
        *[(f"../rephrase/{flow}", "document") for flow in ("paraphrase", "distil", "passages", "diverse_qa", "facts")],
        ("closed_qa", "document"),
    ],
)
def test_nothing_is_asked_about_an_empty_cell(flow, column, cell):
    asked: list[str] = []
    blank = {column: cell, "domain": "sea"}
    _, rejected = played(
        f"nemotron/{flow}", [blank, {**blank, column: "Why is it so?"}], lambda it: asked.append(it) or ""
    )

    assert rejected.pop("null_value" if cell is None else "too_short") == 1
    assert asked
    assert all("Why is it so?" in it for it in asked)
