import pytest
from pydantic import ValidationError

from sdg_flows.blocks.value_map import ValueMapBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def block(**config: object) -> ValueMapBlock:
    return ValueMapBlock.model_validate({"name": "map", "column": "v", "mapping": {"good": 1.0, "bad": 0.0}, **config})


def test_each_cell_becomes_what_the_mapping_has_for_it():
    assert cells(block()(table(v=["bad", "good"])).kept, "v") == [0.0, 1.0]


def test_another_column_can_take_it():
    mapped = block(output_col="score")(table(v=["good"])).kept

    assert (cells(mapped, "v"), cells(mapped, "score")) == (["good"], [1.0])


@pytest.mark.parametrize("cell", ["odd", None])
def test_a_cell_that_is_not_in_the_mapping_is_rejected(cell):
    assert reasons(block()(table(v=["good", cell])).rejected) == {"r1": "unmapped_value"}


def test_a_default_stands_for_all_others():
    assert cells(block(default=0.5)(table(v=["odd", None])).kept, "v") == [0.5, 0.5]


def test_numbers_and_booleans_are_keys_too():
    assert cells(block(mapping={1: "one", 2: "two"})(table(v=[2, 1])).kept, "v") == ["two", "one"]


def test_values_are_of_one_type():
    with pytest.raises(ValidationError, match="different types"):
        block(mapping={"a": 1, "b": "x"})


def test_lists_are_no_keys():
    with pytest.raises(ColumnsError, match="Expected text, numbers or booleans"):
        block()(table(v=[["good"]]))
