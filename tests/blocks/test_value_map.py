import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.value_map import ValueMapBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def mapped(**settings: object) -> ValueMapBlock:
    return ValueMapBlock.model_validate({"name": "map", "column": "c", **settings})


@pytest.mark.parametrize(
    ("mapping", "found", "values"),
    [
        ({"good": 1.0, "bad": 0.5}, ["bad", "good"], [0.5, 1.0]),
        ({1: "one", 2.0: "two"}, [1, 2], ["one", "two"]),
        ({True: "yes", False: "no"}, [False, True], ["no", "yes"]),
    ],
    ids=["texts", "numbers", "booleans"],
)
def test_each_cell_becomes_what_the_mapping_has_for_it(mapping, found, values):
    assert cells(mapped(mapping=mapping)(table(c=found)).kept, "c") == values


@pytest.mark.parametrize(
    ("found", "value"), [("**Yes.**", 1), ("yes", 1), ('"NO"', 0), ("no.", 2), ("yes, it is", None), ("", None)]
)
def test_a_cell_is_read_as_a_teacher_writes_it_unless_a_key_is_just_so(found, value):
    kept = mapped(mapping={"YES": 1, "NO": 0, "no.": 2, ".": 3})(table(c=[found])).kept

    assert cells(kept, "c") == ([] if value is None else [value])


def test_the_values_can_go_to_a_column_of_their_own():
    block = mapped(mapping={"good": 1}, output_col="score")

    assert block(table(c=["good"])).kept.to_pydict() == {"row_id": ["r0"], "c": ["good"], "score": [1]}
    assert block.columns.types == {"score": pa.int64()}


def test_a_cell_that_is_not_mapped_is_rejected():
    outcome = mapped(mapping={"good": 1})(table(c=["good", "fine", None]))

    assert (cells(outcome.kept, "c"), reasons(outcome.rejected)) == (
        [1],
        {"r1": "unmapped_value", "r2": "unmapped_value"},
    )


def test_a_cell_that_is_not_mapped_becomes_the_default():
    assert cells(mapped(mapping={"good": 1}, default=0)(table(c=["good", "fine", None])).kept, "c") == [1, 0, 0]


def test_values_of_different_types_are_refused():
    with pytest.raises(ValidationError, match=r"mapping and default give values of different types: \[1, 'x'\]"):
        mapped(mapping={"good": 1}, default="x")


def test_a_column_of_lists_is_refused():
    with pytest.raises(ColumnsError, match=r"block 'map': column 'c' holds list.*Expected text, numbers or booleans"):
        mapped(mapping={"good": 1})(table(c=[["good"]]))
