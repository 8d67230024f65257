"""Agreement of predicted with true labels: precision, recall, F1 and support of each label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.errors import ColumnsError, did_you_mean, listed

NO_LABEL = "(none)"
"""The label of a null or blank prediction, such as that of a rejected row."""


@dataclass(frozen=True)
class LabelScore:
    """The scores of one label. `support` is the number of rows whose true label it is."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Evaluation:
    """The agreement of predictions with the true labels.

    `confusion` counts rows by true and predicted label. `scores` has every true or predicted label, sorted; macro is
    their plain mean, weighted the mean by support; `NO_LABEL` is no label and lowers recall only.
    """

    rows: int
    accuracy: float
    scores: tuple[LabelScore, ...]
    macro: LabelScore
    weighted: LabelScore
    confusion: Mapping[tuple[str, str], int]

    @property
    def predicted_labels(self) -> tuple[str, ...]:
        """Return the labels of the confusion matrix's columns: those of its rows, then `NO_LABEL` when it occurs."""
        missing = any(predicted == NO_LABEL for _, predicted in self.confusion)
        return (*(score.label for score in self.scores), *([NO_LABEL] if missing else []))


def evaluation(rows: Iterable[Mapping[str, Any]], truth: str, prediction: str) -> Evaluation:
    """Compare the columns `truth` and `prediction` of the rows; labels are texts, stripped. A row without a true label
    is not counted.

    A ratio with a zero denominator is 0, as in scikit-learn's classification report.

    Raises:
        ColumnsError: there is no row, no row with a true label, or a column is missing.
    """
    confusion: Counter[tuple[str, str]] = Counter()
    checked = False
    for row in rows:
        if not checked:
            _refuse_missing(row, truth, prediction)
            checked = True
        if (true := _label(row[truth])) != NO_LABEL:
            confusion[true, _label(row.get(prediction))] += 1
    if not confusion:
        raise ColumnsError(f"there is no row with a label in {truth!r}, and so nothing to compare.")
    labels = sorted({label for pair in confusion for label in pair if label != NO_LABEL})
    scores = tuple(_score(label, confusion) for label in labels)
    total = sum(confusion.values())
    correct = sum(count for (true, predicted), count in confusion.items() if true == predicted)
    weights = [score.support / total for score in scores]
    return Evaluation(
        total,
        correct / total,
        scores,
        _mean("macro avg", scores, [1 / len(scores)] * len(scores), total),
        _mean("weighted avg", scores, weights, total),
        dict(sorted(confusion.items())),
    )


def _refuse_missing(row: Mapping[str, Any], *columns: str) -> None:
    for column in columns:
        if column not in row:
            raise ColumnsError(f"there is no column {column!r}.{did_you_mean(column, row)} Columns: {listed(row)}.")


def _label(cell: object) -> str:
    return NO_LABEL if cell is None else str(cell).strip() or NO_LABEL


def _score(label: str, confusion: Mapping[tuple[str, str], int]) -> LabelScore:
    hits = confusion.get((label, label), 0)
    support = sum(count for (true, _), count in confusion.items() if true == label)
    claimed = sum(count for (_, predicted), count in confusion.items() if predicted == label)
    precision, recall = _share(hits, claimed), _share(hits, support)
    return LabelScore(label, precision, recall, _share(2 * precision * recall, precision + recall), support)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _mean(name: str, scores: Iterable[LabelScore], weights: Iterable[float], rows: int) -> LabelScore:
    pairs = list(zip(scores, weights, strict=True))
    precision = sum(score.precision * weight for score, weight in pairs)
    recall = sum(score.recall * weight for score, weight in pairs)
    return LabelScore(name, precision, recall, sum(score.f1 * weight for score, weight in pairs), rows)
