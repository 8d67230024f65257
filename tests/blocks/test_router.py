import pytest

from sdg_flows.blocks.router import RouterBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table

ROUTES = [
    {"to": "revise", "when": {"column": "score", "operation": "lt", "value": 3}},
    {"to": "praise", "when": {"column": "score", "operation": "eq", "value": [5]}},
]


def block(**config: object) -> RouterBlock:
    return RouterBlock.model_validate({"name": "route", "routes": ROUTES, "output_col": "path", **config})


def test_a_row_takes_the_first_route_whose_condition_it_meets():
    routed = block(otherwise="keep")(table(score=[1, 5, 4, None])).kept

    assert cells(routed, "path") == ["revise", "praise", "keep", "keep"]


def test_a_row_without_a_route_is_rejected():
    outcome = block()(table(score=[1, 4]))

    assert (cells(outcome.kept, "path"), reasons(outcome.rejected)) == (["revise"], {"r1": "no_route"})


def test_text_is_not_compared_with_a_number():
    with pytest.raises(ColumnsError, match="cannot be compared"):
        block()(table(score=["high"]))
