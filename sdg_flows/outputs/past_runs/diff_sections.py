"""The differences between two runs in words: sections of a heading and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sdg_flows.outputs.figures import dollars, number, setting
from sdg_flows.outputs.past_runs.run_diff import Change, RunDiff, ScoreSummary
from sdg_flows.outputs.past_runs.run_rows import RowChanges

ROW_CHANGE_WORDS: Mapping[str, str] = {
    "same": "the same",
    "changed": "under the same id with other columns",
    "renamed": "the same under another id",
    "gone": "only in the first",
    "added": "only in the second",
}
"""The fields of `RowChanges` in words."""


def diff_sections(diff: RunDiff) -> Iterator[tuple[str, list[str]]]:
    """Yield each section that has lines: its heading and its lines."""
    return ((heading, texts) for heading, lines in _parts(diff) if (texts := list(lines)))


def _parts(diff: RunDiff) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Documents", map(_digest, diff.documents.items())
    yield "Leaves, without their documents", map(_digest, diff.leaves.items())
    yield "Settings", map(_from_to, diff.settings.items())
    yield "Teacher", map(_from_to, diff.teacher.items())
    yield "Versions", map(_from_to, diff.versions.items())
    yield "Files of the flow", map(_digest, diff.files.items())
    yield "Steps, by settings and prompt", map(_digest, diff.steps.items())
    yield "Rows", [*map(_from_to, diff.figures.items()), *_rows(diff.rows)]
    yield "Rejected", map(_from_to, diff.rejected.items())
    yield "Scores", map(_from_to, diff.scores.items())
    yield "Where and how, which makes no difference", map(_from_to, diff.places.items())
    yield "Cost, which makes no difference", [*map(_from_to, diff.cost.items()), *map(_money, diff.money.items())]


def _from_to(named: tuple[str, Change]) -> str:
    name, (before, after) = named
    return f"{name}: {_in_words(before)}" if before == after else f"{name}: {_in_words(before)} -> {_in_words(after)}"


def _money(named: tuple[str, Change]) -> str:
    name, usd = named
    before, after = (None if each is None else dollars(each) for each in usd)
    return _from_to((name, (before, after)))


def _in_words(value: object) -> str:
    if isinstance(value, ScoreSummary):
        return f"{number(value.met)} of {number(value.rows)} {value.condition}, mean {value.mean:.2f}"
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else setting(value)


def _digest(named: tuple[str, Change]) -> str:
    name, (before, after) = named
    return f"{name}: {'only in the second' if before is None else 'only in the first' if after is None else 'changed'}"


def _rows(rows: RowChanges) -> Iterator[str]:
    counts: dict[str, Any] = asdict(rows)
    for name, words in ROW_CHANGE_WORDS.items():
        if counts[name]:
            examples = rows.examples.get(name)
            yield f"{counts[name]:,} {words}" + (f", such as {', '.join(examples)}" if examples else "")
