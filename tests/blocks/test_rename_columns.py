import pytest
from pydantic import ValidationError

from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, resolve_columns

from tables import table


def rename(**columns_map: str) -> RenameColumnsBlock:
    return RenameColumnsBlock(name="rename", columns_map=columns_map)


def test_a_renamed_column_keeps_its_cells_and_stands_last():
    outcome = rename(document="raw_document")(table(document=["d1", "d2"], domain=["x", "y"]))

    assert outcome.kept.equals(table(domain=["x", "y"], raw_document=["d1", "d2"]))


def test_a_name_that_another_column_leaves_can_be_taken():
    swap = rename(document="raw", corrected="document")

    assert swap(table(document=["d"], corrected=["c"])).kept.equals(table(raw=["d"], document=["c"]))
    assert swap.columns.conflicting(["document", "corrected"]) == ()


def test_a_name_that_is_taken_is_refused_at_load():  # conformance case C082
    step = PlacedBlock(rename(a="b"), "flow.yaml:3")

    with pytest.raises(ColumnsError, match=r"flow\.yaml:3: block 'rename' makes column 'b', which is there already"):
        resolve_columns(Pipeline("p", "flow.yaml", (step,)), ["a", "b"])


def test_two_columns_cannot_take_one_name():
    with pytest.raises(ValidationError, match="two columns become 'x'; give each its own name"):
        rename(a="x", b="x")
