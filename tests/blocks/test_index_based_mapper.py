import pytest
from pydantic import ValidationError

from sdg_flows.blocks.index_based_mapper import IndexBasedMapperBlock

from tables import cells, reasons, table


def block(**config: object) -> IndexBasedMapperBlock:
    defaults = {
        "name": "pick",
        "choice_map": {"A": "draft", "B": "revision"},
        "choice_cols": ["v"],
        "output_cols": ["best"],
    }
    return IndexBasedMapperBlock.model_validate({**defaults, **config})


def test_each_output_is_the_cell_that_its_choice_names():  # 74
    rows = table(v=["A", "B"], w=["B", "B"], draft=["d1", "d2"], revision=["r1", "r2"])
    mapped = block(choice_cols=["v", "w"], output_cols=["best", "second"])(rows).kept

    assert (cells(mapped, "best"), cells(mapped, "second")) == (["d1", "r2"], ["r1", "r2"])


@pytest.mark.parametrize("choice", ["C", None], ids=["71-unknown", "null"])
def test_a_choice_that_is_not_in_the_map_is_rejected(choice):
    outcome = block()(table(v=["A", choice], draft=["d", "d"], revision=["r", "r"]))

    assert (cells(outcome.kept, "best"), reasons(outcome.rejected)) == (["d"], {"r1": "unknown_choice"})


def test_there_is_a_choice_for_each_output():
    with pytest.raises(ValidationError, match="1 choice_cols for 2 output_cols"):
        block(output_cols=["a", "b"])
