import pytest
from pydantic import ValidationError

from sdg_flows.blocks.router import RouterBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def route(*routes: tuple[str, str, str, object], **settings: object) -> RouterBlock:
    written = [
        {"to": to, "when": {"column": column, "operation": operation, "value": value}}
        for to, column, operation, value in routes
    ]
    return RouterBlock.model_validate({"name": "route", "routes": written, "output_col": "path", **settings})


def test_the_first_condition_that_is_met_counts():
    block = route(("revise", "score", "lt", 3), ("praise", "kind", "in", ["poem", "song"]), otherwise="keep")
    judged = table(score=[1, 5, 5, None], kind=["poem", "song", "essay", None])

    assert cells(block(judged).kept, "path") == ["revise", "praise", "keep", "keep"]


def test_a_row_without_a_route_is_rejected():
    outcome = route(("revise", "score", "<", 3))(table(score=[1, 5, None]))

    assert (cells(outcome.kept, "path"), reasons(outcome.rejected)) == (
        ["revise"],
        {"r1": "no_route", "r2": "no_route"},
    )


def test_a_column_that_cannot_be_compared_is_refused():
    with pytest.raises(ColumnsError) as error:
        route(("revise", "score", "eq", 3))(table(score=["3"]))

    assert str(error.value) == (
        "block 'route': column 'score' holds string, which cannot be compared with 3. Write the value in quotes."
    )


def test_the_columns_of_all_conditions_are_needed():
    assert list(route(("x", "a", "eq", 1), ("y", "b", "eq", 1)).columns.needs) == ["a", "b"]


def test_an_unknown_operation_is_refused():
    with pytest.raises(ValidationError, match="no operation 'like'"):
        route(("x", "a", "like", "b"))
