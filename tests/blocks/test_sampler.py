import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.sampler import SamplerBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def draw(**settings: object) -> SamplerBlock:
    return SamplerBlock.model_validate({"name": "draw", "input_cols": "of", "output_cols": "drawn", **settings})


def test_items_are_drawn_without_replacement():
    (drawn,) = cells(draw(num_samples=4)(table(of=[list("abcdef")])).kept, "drawn")

    assert len(drawn) == len(set(drawn) & set("abcdef")) == 4


def test_fewer_items_are_all_drawn_and_none_of_nothing():
    kept = draw(num_samples=3)(table(of=[["a", "b"], [], None])).kept

    assert [sorted(drawn) for drawn in cells(kept, "drawn")] == [["a", "b"], [], []]


def test_what_is_drawn_depends_on_the_seed_and_the_row_and_not_on_its_shard():
    rows = table(of=[list("abcdefgh")] * 6)
    whole = cells(draw(num_samples=4)(rows).kept, "drawn")

    assert cells(draw(num_samples=4)(rows.slice(3)).kept, "drawn") == whole[3:]
    assert cells(draw(num_samples=4, random_seed=1)(rows).kept, "drawn") != whole
    assert len(set(map(tuple, whole))) > 1


@pytest.mark.parametrize(
    "weights",
    [
        pa.array([{"rare": 1, "often": 9, "never": 0}] * 500),
        pa.array([[("rare", 1.0), ("often", 9.0), ("never", 0.0)]] * 500, pa.map_(pa.string(), pa.float64())),
    ],
    ids=["record", "map"],
)
def test_names_are_drawn_by_their_weights(weights):
    drawn = cells(draw(num_samples=1, return_scalar=True)(table(of=weights)).kept, "drawn")

    assert "never" not in drawn
    assert drawn.count("often") == pytest.approx(450, abs=30)


def test_weights_of_nothing_draw_nothing():
    kept = draw()(table(of=[{"a": 0, "b": None}])).kept

    assert cells(kept, "drawn") == [[]]


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_rejects_its_row(weight):
    outcome = draw()(table(of=[{"a": weight}, {"a": 1.0}]))

    assert (cells(outcome.kept, "drawn"), reasons(outcome.rejected)) == ([["a"]], {"r0": "bad_weight"})


def test_an_item_itself_is_null_when_there_is_none():
    kept = draw(num_samples=1, return_scalar=True)(table(of=[[7], []])).kept

    assert cells(kept, "drawn") == [7, None]


@pytest.mark.parametrize(("scalar", "kind"), [(False, pa.list_(pa.int64())), (True, pa.int64())])
def test_a_typed_empty_table_stays_typed(scalar, kind):  # C140
    kept = draw(num_samples=1, return_scalar=scalar)(table(of=pa.array([], pa.list_(pa.int64())))).kept

    assert kept.schema.field("drawn").type == kind


def test_a_column_of_text_is_refused():
    with pytest.raises(ColumnsError, match=r"block 'draw': column 'of' holds string\. Expected lists"):
        draw()(table(of=["abc"]))


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"num_samples": 0}, "greater than 0"),
        ({"return_scalar": True}, "return_scalar gives one item; set num_samples: 1 instead of 5"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, text):
    with pytest.raises(ValidationError, match=text):
        draw(**settings)
