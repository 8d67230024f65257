import pytest

from sdg_flows.blocks.combine_columns import CombineColumnsBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def combine(**config: object) -> CombineColumnsBlock:
    settings = {"name": "combine", "columns": ["context", "question"], "output_col": "both"}
    return CombineColumnsBlock.model_validate({**settings, **config})


def test_texts_are_joined_in_the_order_named():
    outcome = combine()(table(question=["q1", "q2"], context=["c1", "c2"]))

    assert cells(outcome.kept, "both") == ["c1\n\nq1", "c2\n\nq2"]


def test_the_separator_can_be_chosen():
    assert cells(combine(separator=" | ")(table(context=["c"], question=["q"])).kept, "both") == ["c | q"]


def test_the_output_may_be_one_of_the_columns():
    outcome = combine(output_col="question")(table(question=["q"], context=["c"]))

    assert outcome.kept.equals(table(question=["c\n\nq"], context=["c"]))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(7, "c\n\n7", id="C076-int"),
        pytest.param(1.5, "c\n\n1.5", id="C076-float"),
        pytest.param(2.0, "c\n\n2", id="C076-whole-float"),
        pytest.param(True, "c\n\ntrue", id="C076-boolean"),
    ],
)
def test_numbers_and_booleans_become_text(cell: object, text: str):
    assert cells(combine()(table(context=["c"], question=[cell])).kept, "both") == [text]


def test_a_row_with_a_null_cell_is_rejected():  # conformance case C076
    outcome = combine()(table(context=["c", None], question=["q", "q"]))

    assert cells(outcome.kept, "row_id") == ["r0"]
    assert reasons(outcome.rejected) == {"r1": "null_value"}


def test_null_cells_can_be_left_out_where_another_cell_is_there():  # conformance case C076
    outcome = combine(null="skip")(table(context=["c", None, None], question=["q", "q", None]))

    assert cells(outcome.kept, "both") == ["c\n\nq", "q"]
    assert reasons(outcome.rejected) == {"r2": "null_value"}


def test_lists_are_refused():
    with pytest.raises(ColumnsError) as error:
        combine()(table(context=["c"], question=[["q"]]))

    assert str(error.value) == (
        "block 'combine': column 'question' holds list<item: string>. Expected text, numbers or booleans."
    )
