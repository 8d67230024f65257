import pytest
from pydantic import ValidationError

from sdg_flows.blocks.sampler import SamplerBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def block(**config: object) -> SamplerBlock:
    return SamplerBlock.model_validate(
        {"name": "draw", "input_cols": "pool", "output_cols": "drawn", "num_samples": 2, **config}
    )


def test_items_are_drawn_without_replacement():
    (drawn,) = cells(block()(table(pool=[["a", "b", "c"]])).kept, "drawn")

    assert len(set(drawn)) == 2
    assert set(drawn) <= {"a", "b", "c"}


@pytest.mark.parametrize(("pool", "drawn"), [(["a"], ["a"]), ([], []), (None, [])], ids=["fewer", "empty", "null"])
def test_a_short_list_gives_all_it_has(pool, drawn):
    assert cells(block()(table(pool=[["x", "y"], pool])).kept, "drawn")[1] == drawn


def test_what_is_drawn_depends_on_the_row_and_not_on_its_neighbours():
    rows = table(pool=[["a", "b", "c", "d"]] * 6)

    assert cells(block()(rows.slice(3, 2)).kept, "drawn") == cells(block()(rows).kept, "drawn")[3:5]


def test_names_are_drawn_by_their_weights():
    drawn = cells(block(num_samples=1, return_scalar=True)(table(pool=[{"easy": 1, "hard": 0}] * 5)).kept, "drawn")

    assert drawn == ["easy"] * 5


def test_a_negative_weight_is_rejected():
    outcome = block()(table(pool=[{"a": -1.0, "b": 1.0}]))

    assert reasons(outcome.rejected) == {"r0": "bad_weight"}


def test_a_column_of_texts_is_no_pool():
    with pytest.raises(ColumnsError, match="pool"):
        block()(table(pool=["a"]))


def test_a_scalar_is_one_item():
    with pytest.raises(ValidationError, match="num_samples: 1"):
        block(return_scalar=True)
