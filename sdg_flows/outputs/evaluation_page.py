"""An evaluation as text for a terminal and as a page with the confusion matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sdg_flows.outputs.evaluation import Evaluation
from sdg_flows.outputs.pages import TEMPLATES


@dataclass(frozen=True)
class Cell:
    """A cell of the confusion matrix: rows, and their share of the true label's rows."""

    rows: int
    share: float
    right: bool


def evaluation_text(found: Evaluation) -> str:
    """Give precision, recall, F1 and support per label as a table, then accuracy and means."""
    width = max(len("weighted avg"), *(len(score.label) for score in found.scores))
    lines = [f"{'':<{width}}  precision  recall      f1  support"]
    for score in (*found.scores, found.macro, found.weighted):
        figures = f"{score.precision:>9.2f}  {score.recall:>6.2f}  {score.f1:>6.2f}  {score.support:>7}"
        lines.append(f"{score.label:<{width}}  {figures}")
    lines.insert(
        len(found.scores) + 1, f"{'accuracy':<{width}}  {'':>9}  {'':>6}  {found.accuracy:>6.2f}  {found.rows:>7}"
    )
    return "\n".join(lines)


def evaluation_html(found: Evaluation, file: str, truth: str, prediction: str) -> str:
    """Give the evaluation of a file's columns as one HTML page that needs no network and no script."""
    return TEMPLATES.get_template("evaluation.html.jinja").render(
        found=found, file=file, truth=truth, prediction=prediction, matrix=list(confusion_rows(found))
    )


def confusion_rows(found: Evaluation) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the rows of the confusion matrix: a true label, and a cell for each predicted one."""
    for score in found.scores:
        counts = ((label, found.confusion.get((score.label, label), 0)) for label in found.predicted_labels)
        yield (
            score.label,
            [
                Cell(rows, rows / score.support if score.support else 0.0, label == score.label)
                for label, rows in counts
            ],
        )
