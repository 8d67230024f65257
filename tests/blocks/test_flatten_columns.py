import pytest
from pydantic import ValidationError

from sdg_flows.blocks.flatten_columns import FlattenColumnsBlock
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, resolve_columns
from sdg_flows.core.table import child_id

from tables import cells, table

melt = FlattenColumnsBlock(name="melt", var_cols=("a", "b"), value_name="v", var_name="k")


def test_all_rows_of_the_first_column_come_before_those_of_the_second():  # conformance case C077
    outcome = melt(table(i=[1, 2], a=["a1", "a2"], b=["b1", "b2"]))

    assert outcome.kept.drop_columns(["row_id"]).to_pydict() == {
        "i": [1, 2, 1, 2],
        "k": ["a", "a", "b", "b"],
        "v": ["a1", "a2", "b1", "b2"],
    }


def test_each_made_row_has_its_own_id_and_its_parent():
    outcome = melt(table(a=["a1", "a2"], b=["b1", "b2"]))
    ids = [child_id("r0", 0), child_id("r1", 0), child_id("r0", 1), child_id("r1", 1)]

    assert cells(outcome.kept, "row_id") == ids
    assert outcome.lineage.to_pydict() == {
        "row_id": ids,
        "parent_id": ["r0", "r1", "r0", "r1"],
        "answer_key": [None] * 4,
    }


@pytest.mark.parametrize(
    ("a", "b", "stacked"),
    [
        pytest.param([None], ["b"], [None, "b"], id="nulls"),
        pytest.param([1], [2.5], [1.0, 2.5], id="numbers"),
        pytest.param([["x"]], [["y", "z"]], [["x"], ["y", "z"]], id="lists"),
    ],
)
def test_cells_keep_their_values(a: list[object], b: list[object], stacked: list[object]):
    assert cells(melt(table(a=a, b=b)).kept, "v") == stacked


def test_columns_of_different_types_are_refused():
    with pytest.raises(ColumnsError) as error:
        melt(table(a=["text"], b=[1]))

    assert str(error.value) == (
        "block 'melt': columns a (string), b (int64) cannot share column 'v'. Expected cells of one type."
    )


@pytest.mark.parametrize(
    ("here", "text"),
    [
        pytest.param(["i", "a"], "block 'melt' needs column 'b'", id="C079-missing"),
        pytest.param(["a", "b", "v"], "block 'melt' makes column 'v', which is there already", id="C079-value_name"),
        pytest.param(["a", "b", "k"], "block 'melt' makes column 'k', which is there already", id="C079-var_name"),
    ],
)
def test_columns_that_do_not_fit_are_refused_at_load(here: list[str], text: str):
    with pytest.raises(ColumnsError, match=text):
        resolve_columns(Pipeline("p", "flow.yaml", (PlacedBlock(melt, "flow.yaml:3"),)), here)


def test_one_name_for_both_made_columns_is_refused():
    with pytest.raises(ValidationError, match="var_name and value_name are both 'v'; give two names"):
        FlattenColumnsBlock(name="melt", var_cols=("a",), value_name="v", var_name="v")
