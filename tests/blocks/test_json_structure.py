import pytest
from pydantic import ValidationError

from sdg_flows.blocks.json_structure import JSONStructureBlock

from tables import cells, reasons, table


def block(**config: object) -> JSONStructureBlock:
    return JSONStructureBlock.model_validate(
        {"name": "pack", "input_cols": ["a", "b"], "output_cols": "packed", **config}
    )


def test_cells_stay_what_they_are():  # 76
    packed = block()(table(a=[1, None], b=["x", "y"])).kept

    assert cells(packed, "packed") == ['{"a": 1, "b": "x"}', '{"a": null, "b": "y"}']


def test_json_is_nested_as_it_is():
    packed = block(json_cols=["b"])(table(a=[1], b=['{"c": [2]}'])).kept

    assert cells(packed, "packed") == ['{"a": 1, "b": {"c": [2]}}']


def test_json_that_cannot_be_read_is_rejected():
    assert reasons(block(json_cols=["b"])(table(a=[1], b=["{"])).rejected) == {"r0": "invalid_json"}


def test_json_columns_are_among_the_packed_ones():
    with pytest.raises(ValidationError, match="json_cols names 'c'"):
        block(json_cols=["c"])
