import pyarrow as pa

from sdg_flows.core.scores import FilterCells, Scores, count_scores

from tables import table


def test_rows_are_counted_by_their_score_and_by_what_became_of_them():
    rows = table(score=["2", "1", "2", None])
    cells = pa.chunked_array([[2.0, 1.0, 2.0, None]])

    found = count_scores(FilterCells("score", "≥ 2", cells), rows, rows.slice(0, 1))

    assert found.counts == [(1.0, 0, 1), (2.0, 1, 1)]
    assert (found.column, found.condition) == ("score", "≥ 2")


def test_scores_of_two_shards_add_up():
    both = Scores("s", "≥ 2", {2.0: 1}, {1.0: 3}) + Scores("s", "≥ 2", {2.0: 4, 3.0: 1})

    assert both.counts == [(1.0, 0, 3), (2.0, 5, 0), (3.0, 1, 0)]


def test_numbers_are_rounded_to_two_digits_so_that_there_are_never_many():
    rows = table(score=[0.123, 0.1249, -17.2])

    found = count_scores(FilterCells("s", "≥ 0", rows["score"]), rows, rows)

    assert found.kept == {0.12: 2, -17.0: 1}


def test_booleans_stay_what_they_are():
    rows = table(judgment=[True, False])

    assert count_scores(FilterCells("judgment", "= True", rows["judgment"]), rows, rows).counts == [
        (False, 1, 0),
        (True, 1, 0),
    ]


def test_what_is_no_finite_number_is_not_counted():
    rows = table(score=[float("nan"), float("inf"), 1.0])

    assert count_scores(FilterCells("s", "≥ 0", rows["score"]), rows, rows).kept == {1.0: 1}
