import pytest
from pydantic import ValidationError

from sdg_flows.blocks.index_based_mapper import IndexBasedMapperBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def pick(**settings: object) -> IndexBasedMapperBlock:
    one = {"name": "pick", "choice_map": {"A": "a", "B": "b"}, "choice_cols": "v", "output_cols": "out"}
    return IndexBasedMapperBlock.model_validate({**one, **settings})


def test_each_row_gets_the_cell_that_its_choice_names():  # case 74
    assert cells(pick()(table(v=["A", "B"], a=[1, 2], b=[3, 4])).kept, "out") == [1, 4]


def test_each_choice_fills_its_own_column():  # case 74
    two = pick(choice_cols=["v", "w"], output_cols=["out", "other"], input_cols=["v", "w", "a", "b"])
    kept = two(table(v=["A", "B"], w=["B", "B"], a=["A1", "A2"], b=["B1", "B2"])).kept

    assert (cells(kept, "out"), cells(kept, "other")) == (["A1", "B2"], ["B1", "B2"])


def test_choices_are_all_read_before_a_column_is_overwritten():
    swap = pick(choice_map={"A": "b", "B": "a"}, choice_cols=["v", "w"], output_cols=["a", "b"])
    kept = swap(table(v=["A"], w=["B"], a=["1"], b=["2"])).kept

    assert (cells(kept, "a"), cells(kept, "b")) == (["2"], ["1"])


def test_a_row_with_an_unknown_choice_is_rejected():  # case 71
    two = pick(choice_cols=["v", "w"], output_cols=["out", "other"])
    outcome = two(table(v=["A", "C", None], w=["C", "A", "A"], a=["1"] * 3, b=["2"] * 3))

    assert (outcome.kept.num_rows, set(reasons(outcome.rejected).values())) == (0, {"unknown_choice"})
    assert cells(outcome.rejected, "row_id") == ["r0", "r1", "r2"]


def test_columns_of_different_types_are_refused():
    with pytest.raises(
        ColumnsError, match=r"block 'pick': columns a \(int64\), b \(string\) cannot share column 'out'"
    ):
        pick()(table(v=["A"], a=[1], b=["x"]))


def test_as_many_choices_as_columns_are_given():
    with pytest.raises(ValidationError, match="there are 1 choice_cols for 2 output_cols; give as many"):
        pick(output_cols=["out", "other"])
