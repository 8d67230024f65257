"""Predicted labels against true ones; the figures are those of scikit-learn's classification report."""

import pytest

from sdg_flows.core.errors import ColumnsError
from sdg_flows.outputs.evaluation import NO_LABEL, LabelScore, evaluation

ROWS = [
    {"truth": true, "said": said}
    for true, said in [
        ("joy", "joy"),
        ("joy", "love"),
        ("love", "love"),
        ("fear", None),
        ("fear", " fear\n"),
        (None, "joy"),
    ]
]


def test_each_label_has_its_precision_recall_f1_and_support():
    assert evaluation(ROWS, "truth", "said").scores == (
        LabelScore("fear", 1.0, 0.5, 2 / 3, 2),
        LabelScore("joy", 1.0, 0.5, 2 / 3, 2),
        LabelScore("love", 0.5, 1.0, 2 / 3, 1),
    )


def test_rows_without_a_true_label_are_not_counted():
    found = evaluation(ROWS, "truth", "said")

    assert (found.rows, found.accuracy) == (5, 0.6)


def test_means_are_plain_and_weighted_by_support():
    found = evaluation(ROWS, "truth", "said")

    assert found.macro == LabelScore("macro avg", pytest.approx(5 / 6), pytest.approx(2 / 3), pytest.approx(2 / 3), 5)
    assert found.weighted.precision == pytest.approx(0.9)


def test_an_empty_prediction_has_a_column_of_its_own():
    found = evaluation(ROWS, "truth", "said")

    assert found.predicted_labels == ("fear", "joy", "love", NO_LABEL)
    assert found.confusion["fear", NO_LABEL] == 1


def test_a_column_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(ColumnsError, match=r"there is no column 'trut'\. Did you mean 'truth'\?"):
        evaluation(ROWS, "trut", "said")


def test_nothing_to_compare_is_an_error():
    with pytest.raises(ColumnsError, match="no row with a label in 'truth'"):
        evaluation([{"truth": None, "said": "joy"}], "truth", "said")
