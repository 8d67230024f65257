import pytest
from pydantic import ValidationError

from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, resolve_columns

from tables import table


def copy(**columns_map: str) -> DuplicateColumnsBlock:
    return DuplicateColumnsBlock(name="copy", columns_map=columns_map)


@pytest.mark.parametrize(
    ("columns_map", "copies"),
    [
        pytest.param({"edible": "caneat"}, {"caneat": ["yes", None]}, id="C080"),
        pytest.param({"edible": "b", "b": "c"}, {"b": ["yes", None], "c": ["yes", None]}, id="C080-chain"),
        pytest.param({}, {}, id="empty"),
    ],
)
def test_each_copy_equals_its_source(columns_map: dict[str, str], copies: dict[str, list[object]]):
    outcome = copy(**columns_map)(table(edible=["yes", None]))

    assert outcome.kept.equals(table(edible=["yes", None], **copies))


@pytest.mark.parametrize(
    ("columns_map", "text"),
    [
        pytest.param({"edible": "food"}, "block 'copy' makes column 'food', which is there already", id="C080"),
        pytest.param({"edibel": "b"}, "needs column 'edibel'.*Did you mean 'edible'", id="missing"),
        pytest.param({"b": "c", "edible": "b"}, "needs column 'b'", id="chain-in-wrong-order"),
    ],
)
def test_columns_that_do_not_fit_are_refused_at_load(columns_map: dict[str, str], text: str):
    step = PlacedBlock(copy(**columns_map), "flow.yaml:3")

    with pytest.raises(ColumnsError, match=text):
        resolve_columns(Pipeline("p", "flow.yaml", (step,)), ["edible", "food"])


def test_two_copies_of_one_name_are_refused():
    with pytest.raises(ValidationError, match="two columns become 'x'; give each its own name"):
        copy(a="x", b="x")
