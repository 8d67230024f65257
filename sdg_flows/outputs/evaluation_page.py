"""An evaluation as text for a terminal, and as an HTML page with the confusion matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sdg_flows.outputs.evaluation import Evaluation
from sdg_flows.outputs.pages import TEMPLATES


@dataclass(frozen=True)
class Cell:
    """A cell of the confusion matrix: rows, their share of the true label's rows, and whether it is on the diagonal."""

    rows: int
    share: float
    right: bool


def evaluation_text(evaluation: Evaluation) -> str:
    """Format precision, recall, F1 and support per label as a table, then accuracy and means."""
    width = max(len("weighted avg"), *(len(score.label) for score in evaluation.scores))
    lines = [f"{'':<{width}}  precision  recall      f1  support"]
    for score in (*evaluation.scores, evaluation.macro, evaluation.weighted):
        figures = f"{score.precision:>9.2f}  {score.recall:>6.2f}  {score.f1:>6.2f}  {score.support:>7}"
        lines.append(f"{score.label:<{width}}  {figures}")
    lines.insert(
        len(evaluation.scores) + 1,
        f"{'accuracy':<{width}}  {'':>9}  {'':>6}  {evaluation.accuracy:>6.2f}  {evaluation.rows:>7}",
    )
    return "\n".join(lines)


def evaluation_html(evaluation: Evaluation, file: str, truth: str, prediction: str) -> str:
    """Render the evaluation of a file's columns as one HTML page without network access or scripts."""
    return TEMPLATES.get_template("evaluation.html.jinja").render(
        found=evaluation, file=file, truth=truth, prediction=prediction, matrix=list(confusion_rows(evaluation))
    )


def confusion_rows(evaluation: Evaluation) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the rows of the confusion matrix: a true label and a cell for each predicted label."""
    for score in evaluation.scores:
        counts = ((label, evaluation.confusion.get((score.label, label), 0)) for label in evaluation.predicted_labels)
        yield (
            score.label,
            [
                Cell(rows, rows / score.support if score.support else 0.0, label == score.label)
                for label, rows in counts
            ],
        )
