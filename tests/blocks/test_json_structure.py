from datetime import date

import pytest
from pydantic import ValidationError

from sdg_flows.blocks.json_structure import JSONStructureBlock

from tables import cells, reasons, table


def pack(*columns: str, **settings: object) -> JSONStructureBlock:
    config = {"name": "pack", "input_cols": columns, "output_cols": "packed", **settings}
    return JSONStructureBlock.model_validate(config)


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        pytest.param({"a": [1], "b": ["x"]}, '{"a": 1, "b": "x"}', id="76"),
        pytest.param({"a": [1]}, '{"a": 1}', id="76-alone"),
        pytest.param({"a": [["é", None]], "b": [{"c": True}]}, '{"a": ["é", null], "b": {"c": true}}', id="nested"),
        pytest.param({"a": [date(2024, 2, 29)]}, '{"a": "2024-02-29"}', id="date"),
        pytest.param({"a": ['{"c": 1}']}, '{"a": "{\\"c\\": 1}"}', id="text"),
    ],
)
def test_cells_are_packed_as_what_they_are(columns, text):
    assert cells(pack(*columns)(table(**columns)).kept, "packed") == [text]


def test_a_column_of_json_is_nested():
    outcome = pack("a", json_cols="a")(table(a=['{"c": 1}', "no", None]))

    assert cells(outcome.kept, "packed") == ['{"a": {"c": 1}}', '{"a": null}']
    assert reasons(outcome.rejected) == {"r1": "invalid_json"}


def test_an_object_can_stand_on_several_lines():
    assert cells(pack("a", pretty_print=True)(table(a=[1])).kept, "packed") == ['{\n  "a": 1\n}']


@pytest.mark.parametrize("cell", [date(2024, 2, 29), float("nan")])
def test_a_cell_that_json_lacks_rejects_its_row(cell):
    assert reasons(pack("a", ensure_json_serializable=False)(table(a=[cell])).rejected) == {"r0": "not_json"}


def test_a_column_of_json_that_is_not_packed_is_refused():
    with pytest.raises(ValidationError, match="json_cols names 'b', which is none of input_cols: a"):
        pack("a", json_cols=["b"])
