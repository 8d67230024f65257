import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.selector import SelectorBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table

pick = SelectorBlock(name="pick", choice_map={"A": "draft", "B": "revision"}, choice_col="verdict", output_col="final")


def test_each_row_gets_the_cell_of_the_column_its_verdict_names():
    judged = table(verdict=["A", "B"], draft=["d1", "d2"], revision=["r1", "r2"])

    assert cells(pick(judged).kept, "final") == ["d1", "r2"]


def test_a_verdict_that_is_not_mapped_is_rejected():
    judged = table(verdict=["A", "C", None], draft=["d1", "d2", "d3"], revision=["r1", "r2", "r3"])
    outcome = pick(judged)

    assert cells(outcome.kept, "row_id") == ["r0"]
    assert reasons(outcome.rejected) == {"r1": "unknown_choice", "r2": "unknown_choice"}


@pytest.mark.parametrize(
    ("draft", "revision", "picked"),
    [
        pytest.param([["x"], ["x"]], [["y"], ["y", "z"]], [["x"], ["y", "z"]], id="lists"),
        pytest.param([1, 1], [2.5, 2.5], [1.0, 2.5], id="numbers"),
        pytest.param([None, None], ["r1", "r2"], [None, "r2"], id="nulls"),
        pytest.param([None, None], [None, None], [None, None], id="nothing-but-nulls"),
        pytest.param(pa.array(["d1", "d2"], pa.large_string()), ["r1", "r2"], ["d1", "r2"], id="large-text"),
    ],
)
def test_cells_of_any_one_type_can_be_picked(
    draft: list[object] | pa.Array, revision: list[object], picked: list[object]
):
    judged = table(verdict=["A", "B"], draft=draft, revision=revision)

    assert cells(pick(judged).kept, "final") == picked


def test_choices_are_compared_as_text():
    by_number = pick.model_copy(update={"choice_map": {"1": "draft", "2": "revision"}})

    assert cells(by_number(table(verdict=[2], draft=["d"], revision=["r"])).kept, "final") == ["r"]


def test_the_output_may_be_one_of_the_mapped_columns():
    in_place = pick.model_copy(update={"output_col": "draft"})
    judged = table(verdict=["B"], draft=["d"], revision=["r"])

    assert in_place(judged).kept.equals(table(verdict=["B"], draft=["r"], revision=["r"]))


def test_columns_of_different_types_are_refused():
    with pytest.raises(ColumnsError) as error:
        pick(table(verdict=["A"], draft=["d"], revision=[1]))

    assert str(error.value) == (
        "block 'pick': columns draft (string), revision (int64) cannot share column 'final'. "
        "Expected cells of one type."
    )


def test_an_empty_map_is_refused():
    with pytest.raises(ValidationError, match="at least 1 item"):
        SelectorBlock(name="pick", choice_map={}, choice_col="verdict", output_col="final")
