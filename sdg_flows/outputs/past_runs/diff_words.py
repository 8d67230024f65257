"""What changed from one run to another, in words: headings with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sdg_flows.outputs.figures import dollars, number, setting
from sdg_flows.outputs.past_runs.run_diff import Change, RunDiff, Scored
from sdg_flows.outputs.past_runs.run_rows import RowChanges

ROWS: Mapping[str, str] = {
    "same": "the same",
    "changed": "under the same id with other columns",
    "renamed": "the same under another id",
    "gone": "only in the first",
    "added": "only in the second",
}
"""What may have become of rows, in words."""


def told(found: RunDiff) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading that has lines, with its lines."""
    return ((heading, said) for heading, lines in _parts(found) if (said := list(lines)))


def _parts(found: RunDiff) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Documents", map(_digest, found.documents.items())
    yield "Leaves, without their documents", map(_digest, found.leaves.items())
    yield "Settings", map(_from_to, found.settings.items())
    yield "Teacher", map(_from_to, found.teacher.items())
    yield "Versions", map(_from_to, found.versions.items())
    yield "Files of the flow", map(_digest, found.files.items())
    yield "Steps, by settings and prompt", map(_digest, found.steps.items())
    yield "Rows", [*map(_from_to, found.figures.items()), *_rows(found.rows)]
    yield "Rejected", map(_from_to, found.rejected.items())
    yield "Scores", map(_from_to, found.scores.items())
    yield "Where and how, which makes no difference", map(_from_to, found.places.items())
    yield "Cost, which makes no difference", [*map(_from_to, found.cost.items()), *map(_money, found.money.items())]


def _from_to(named: tuple[str, Change]) -> str:
    name, (before, after) = named
    return f"{name}: {_said(before)}" if before == after else f"{name}: {_said(before)} -> {_said(after)}"


def _money(named: tuple[str, Change]) -> str:
    name, usd = named
    before, after = (None if each is None else dollars(each) for each in usd)
    return _from_to((name, (before, after)))


def _said(value: object) -> str:
    if isinstance(value, Scored):
        return f"{number(value.met)} of {number(value.rows)} {value.condition}, mean {value.mean:.2f}"
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else setting(value)


def _digest(named: tuple[str, Change]) -> str:
    name, (before, after) = named
    return f"{name}: {'only in the second' if before is None else 'only in the first' if after is None else 'changed'}"


def _rows(rows: RowChanges) -> Iterator[str]:
    counts: dict[str, Any] = asdict(rows)
    for name, words in ROWS.items():
        if counts[name]:
            some = rows.examples.get(name)
            yield f"{counts[name]:,} {words}" + (f", such as {', '.join(some)}" if some else "")
