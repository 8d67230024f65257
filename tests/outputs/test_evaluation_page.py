from sdg_flows.outputs.evaluation import evaluation
from sdg_flows.outputs.evaluation_page import Cell, confusion_rows, evaluation_html, evaluation_text

FOUND = evaluation(
    [{"t": "joy", "p": "joy"}, {"t": "joy", "p": "love & peace"}, {"t": "love & peace", "p": None}], "t", "p"
)


def test_the_text_is_a_table_of_labels_accuracy_and_means():
    assert evaluation_text(FOUND).splitlines() == [
        "              precision  recall      f1  support",
        "joy                1.00    0.50    0.67        2",
        "love & peace       0.00    0.00    0.00        1",
        "accuracy                           0.33        3",
        "macro avg          0.50    0.25    0.33        3",
        "weighted avg       0.67    0.33    0.44        3",
    ]


def test_a_row_of_the_matrix_holds_what_was_predicted_for_a_true_label():
    assert dict(confusion_rows(FOUND))["joy"] == [
        Cell(1, 0.5, True),
        Cell(1, 0.5, False),
        Cell(0, 0.0, False),
    ]


def test_the_page_shows_labels_as_text():
    assert "<td>love &amp; peace</td>" in evaluation_html(FOUND, "rows.jsonl", "t", "p")
