import pytest

from sdg_flows.outputs.mixing.sampling import Draw, draw, rows_for_size, shares


def copies(rows, size, salt="42:0"):
    drawn = draw(rows, size, salt)
    return [drawn.copies(place) for place in range(rows)]


@pytest.mark.parametrize(
    ("size", "each"),
    [pytest.param(10, 1, id="C113"), pytest.param(20, 2, id="C116"), pytest.param(0, 0, id="none")],
)
def test_a_whole_multiple_takes_every_row_equally_often(size, each):
    assert copies(10, size) == [each] * 10


def test_no_row_comes_twice_while_there_are_others():  # C115
    assert sorted(copies(10, 5)) == [0] * 5 + [1] * 5


def test_beyond_the_rows_there_are_the_rest_is_drawn_once_more():
    assert sorted(copies(10, 23)) == [2] * 7 + [3] * 3


def test_equal_salts_draw_equal_rows_and_others_do_not():
    assert draw(1000, 10, "42:0") == draw(1000, 10, "42:0")
    assert draw(1000, 10, "42:0") != draw(1000, 10, "42:1")


def test_rows_asked_of_none_are_refused():
    assert draw(0, 0, "") == Draw()
    with pytest.raises(ValueError, match="5 rows are asked of a data set that has none"):
        draw(0, 5, "")


@pytest.mark.parametrize(
    ("size", "rows", "number"),
    [(30, 10, 30), (1, 10, 1), (1.0, 10, 10), (0.5, 10, 5), (2.0, 10, 20), (0.29, 100, 29), (0.55, 3, 1)],
)
def test_a_sampling_size_is_rows_or_a_share_of_them(size, rows, number):
    assert rows_for_size(size, rows) == number


@pytest.mark.parametrize(
    ("weights", "size", "given"),
    [([1, 1, 1], 10, [4, 3, 3]), ([0.7, 0.2, 0.1], 10, [7, 2, 1]), ([1, 2], 1, [0, 1]), ([5], 3, [3])],
)
def test_weights_share_a_size_exactly(weights, size, given):
    assert shares(weights, size) == given
