from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from sdg_flows.blocks.drop_duplicates import DropDuplicatesBlock
from sdg_flows.core.table import concat_tables

from tables import cells, reasons, table

once = DropDuplicatesBlock(name="once", cols=("q",))


def test_the_first_of_equal_rows_stays_in_input_order():
    questions = table(q=["b", "a", "b", "c", "a"], n=[0, 1, 2, 3, 4])

    assert once(questions).kept.to_pylist() == [
        {"row_id": "r0", "q": "b", "n": 0},
        {"row_id": "r1", "q": "a", "n": 1},
        {"row_id": "r3", "q": "c", "n": 3},
    ]


def test_a_duplicate_is_rejected_with_the_id_of_the_row_that_stayed():
    rejected = once(table(q=["b", "a", "b", "c", "a"])).rejected

    assert reasons(rejected) == {"r2": "duplicate", "r4": "duplicate"}
    assert cells(rejected, "detail") == ["r0", "r1"]


def test_rows_are_duplicates_only_when_all_columns_are_equal():
    both = DropDuplicatesBlock(name="once", cols=("q", "a"))

    assert cells(both(table(q=["x", "x", "x"], a=["1", "2", "1"])).kept, "row_id") == ["r0", "r1"]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(["x", None, None], id="nulls"),
        pytest.param([None, 1.5, 1.5], id="numbers"),
        pytest.param([["x"], ["x", "y"], ["x", "y"]], id="lists"),
        pytest.param([{"k": 1, "v": None}, {"k": None, "v": 1}, {"k": None, "v": 1}], id="records"),
    ],
)
def test_cells_of_any_type_are_compared(found: Sequence[object]):
    assert cells(once(table(q=found)).kept, "row_id") == ["r0", "r1"]


def test_duplicates_are_found_across_the_chunks_of_a_table():
    first = table(q=["a", "b"])
    again = table(q=["b", "c"]).set_column(0, "row_id", [["s0", "s1"]])

    assert cells(once(concat_tables([first, again])).kept, "row_id") == ["r0", "r1", "s1"]


def test_a_column_to_compare_must_be_there():  # conformance case C094
    assert once.columns.missing(["question"]) == ("q",)


def test_the_whole_table_is_looked_at():
    assert once.whole_table


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValidationError, match="at least 1 item"):
        DropDuplicatesBlock(name="once", cols=())
