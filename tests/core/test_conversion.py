import pyarrow as pa
import pytest

from sdg_flows.core.conversion import convert, count_scores, extract_score


@pytest.mark.parametrize(
    ("found", "dtype", "cells"),
    [
        (["+7", "-7", " 007 ", "7.0", "7" * 19, None], "int", [7, -7, 7, None, None, None]),
        (["1", "1.", ".5", "1e3", "Score: 1", ""], "float", [1.0, 1.0, 0.5, 1000.0, None, None]),
        (["TRUE", " no", "1", "maybe"], "bool", [True, False, True, None]),
        ([1, 2], "float", [1.0, 2.0]),
    ],
)
def test_cells_that_do_not_convert_are_null(found, dtype, cells):
    assert convert(pa.array(found), dtype).to_pylist() == cells


@pytest.mark.parametrize(
    ("found", "cell"),
    [
        pytest.param("Score: 1", 1.0, id="C065"),
        pytest.param("2/3", 2.0, id="of"),
        pytest.param("I give it 2 out of 3.", 2.0, id="out-of"),
        pytest.param("2 (good)", 2.0, id="words-after"),
        pytest.param("2.5.", 2.5, id="full-stop"),
        pytest.param("between 1 and 3", None, id="two"),
        pytest.param("GPT-4 says 2", None, id="number-in-a-name"),
        pytest.param("good", None, id="none"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_text_with_one_score_is_that_score(found, cell):
    (got,) = extract_score(pa.array([found], pa.string()), "float").to_pylist()

    assert got == cell


def test_a_score_that_is_no_whole_number_is_no_int():
    assert extract_score(pa.array(["Score: 2", "Score: 2.5"]), "int").to_pylist() == [2, None]


def test_scores_are_counted():
    assert count_scores(pa.array(["", "2/3", "1 or 2"])).to_pylist() == [0, 1, 2]
