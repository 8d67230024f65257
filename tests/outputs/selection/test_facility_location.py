import numpy as np
import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.selection.embedding import embed
from sdg_flows.outputs.selection.facility_location import choose_rows, folds, parse_size

NEAR = [
    "What makes the tide rise twice a day?",
    "What makes the tide rise twice each day?",
    "How long does bread bake in the oven?",
    "How long does a bread bake in the oven?",
    "Who wrote the minutes of the meeting?",
]


def points(rows):
    found = np.abs(np.random.default_rng(rows).normal(size=(rows, 6))).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def value(vectors, places):
    return float((vectors @ vectors[places].T).max(axis=1).sum())


def test_of_near_duplicates_one_is_chosen():
    first, second, third = choose_rows(embed(NEAR), 3, "42")

    assert (first in (0, 1), second in (2, 3), third) == (True, True, 4)


def test_each_row_chosen_is_the_best_there_is():
    vectors, places = points(40), []
    for _ in range(8):
        places.append(max(set(range(40)) - set(places), key=lambda at: value(vectors, [*places, at])))

    assert choose_rows(vectors, 8, "42") == sorted(places)


@pytest.mark.parametrize("size", [0, 1, 4, 6])
def test_the_size_is_exact_even_where_rows_are_equal_or_blank(size):
    places = choose_rows(embed(["same"] * 4 + [""] * 2), size, "42")

    assert len(set(places)) == size
    assert places == sorted(places)


def test_a_seed_decides_among_equals():
    same = embed(["same"] * 20)
    first, other, again = (choose_rows(same, 3, salt) for salt in ("1", "2", "1"))

    assert first == again != other


@pytest.mark.parametrize(("wanted", "size"), [("3", 3), ("10", 10), ("0.25", 2), ("0.5", 5), ("1.0", 10), ("1", 1)])
def test_a_size_is_a_number_of_rows_or_a_share(wanted, size):
    assert parse_size(wanted, 10) == size


@pytest.mark.parametrize("wanted", ["many", "-1", "1.5", "0.0", "nan", ""])
def test_what_is_neither_is_refused(wanted):
    with pytest.raises(SettingsError, match=r"expected a number of rows such as 30, or a share such as 0\.1"):
        parse_size(wanted, 10)


@pytest.mark.parametrize(("wanted", "comes"), [("11", "11 of 10 rows"), ("0", "0 of 10"), ("0.01", "0 of 10")])
def test_more_rows_than_there_are_and_none_are_refused(wanted, comes):
    with pytest.raises(SettingsError, match=comes):
        parse_size(wanted, 10)


@pytest.mark.parametrize(
    ("rows", "size", "cut"),
    [(10, 3, [(10, 3)]), (11, 3, [(5, 1), (6, 2)]), (21, 21, [(7, 7)] * 3), (30, 1, [(10, 0), (10, 0), (10, 1)])],
)
def test_folds_share_rows_and_size_exactly(rows, size, cut):
    assert folds(rows, size, longest=10) == cut
