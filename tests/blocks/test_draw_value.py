from collections import Counter

import pytest
from pydantic import ValidationError

from sdg_flows.blocks.draw_value import DrawValueBlock

from tables import cells, table

ROWS = table(n=list(range(4000)))


def drawn(**config):
    return cells(DrawValueBlock(name="draw", **config)(ROWS).kept, config["output_col"])


def test_each_value_of_a_list_is_as_likely():
    counts = Counter(drawn(values=["a", "b", "c", "d"], output_col="way"))

    assert {name: round(count / 1000, 1) for name, count in counts.items()} == dict.fromkeys("abcd", 1.0)


def test_values_are_drawn_by_their_weights():
    counts = Counter(drawn(values={"often": 3, "rarely": 1, "never": 0}, output_col="way"))

    assert (round(counts["often"] / 4000, 2), counts["never"]) == (0.75, 0)


def test_a_row_draws_the_same_again_and_another_column_draws_for_itself():
    values = ["a", "b"]
    first, again, other = (drawn(values=values, output_col=name) for name in ("x", "x", "y"))

    assert first == again
    assert 0.45 < sum(one == two for one, two in zip(first, other, strict=True)) / 4000 < 0.55


@pytest.mark.parametrize("values", [[], {}, {"a": 0}, {"a": -1}, {"a": float("inf")}])
def test_values_of_which_none_can_be_drawn_are_refused(values):
    with pytest.raises(ValidationError):
        DrawValueBlock(name="draw", values=values, output_col="way")
