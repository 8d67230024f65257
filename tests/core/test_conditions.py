import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.core.conditions import Condition, matches

from tables import table


@pytest.mark.parametrize(
    ("operation", "values", "met"),
    [
        ("eq", (2, 3), [False, True, True, None]),
        ("in", (2, 3), [False, True, True, None]),
        ("ne", (2, 3), [True, False, False, None]),
        ("lt", (2,), [True, False, False, None]),
        ("ge", (), [False, False, False, False]),
    ],
)
def test_cells_meet_one_of_the_values(operation, values, met):
    assert matches(pa.array([1, 2, 3, None]), operation, values).to_pylist() == met


@pytest.mark.parametrize(("cells", "value"), [([2**60 + 1], 1.5), ([1e19], 2**60 + 1)])
def test_numbers_that_a_float_only_comes_near_are_compared(cells, value):
    assert matches(pa.array(cells), "gt", (value,)).to_pylist() == [True]


@pytest.mark.parametrize(
    ("spelling", "name"), [("==", "eq"), ("!=", "ne"), ("<", "lt"), (">=", "ge"), ("operator.gt", "gt"), ("in", "in")]
)
def test_an_operation_has_several_spellings(spelling, name):
    assert Condition.model_validate({"column": "c", "operation": spelling, "value": 1}).operation == name


def test_a_null_cell_meets_no_condition():
    condition = Condition.model_validate({"column": "c", "operation": "ne", "value": "a"})

    assert condition.mask(table(c=["a", "b", None]), "block").to_pylist() == [False, True, False]


def test_a_part_of_a_text_is_text():
    with pytest.raises(ValidationError, match="operation contains looks for text in text: give text values"):
        Condition.model_validate({"column": "c", "operation": "contains", "value": 1})
