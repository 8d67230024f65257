"""Compares teachers by their results on the same rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.exchange import Usage
from sdg_flows.core.prompt_block import NUM_SAMPLES
from sdg_flows.core.table import ROW_ID, iter_rows
from sdg_flows.orchestrate.trial.card_builder import cards
from sdg_flows.orchestrate.trial.comparing_rows import rows_side_by_side
from sdg_flows.orchestrate.trial.previewing import PipelinePreview
from sdg_flows.orchestrate.trial.sample_run import SampleStep
from sdg_flows.outputs.comparison import Agreement, BlockResult, Comparison, MeanScore, TeacherResult
from sdg_flows.teacher.budget import Price

MAX_LABEL_LENGTH = 40
"""Characters of a cell at most, for which it is worth counting how often it is the same."""


@dataclass(frozen=True)
class TeacherPreview:
    """The results of a teacher, by the name it was given; `prices` are by name of endpoint, None for the main one."""

    name: str
    description: str
    previews: Sequence[PipelinePreview]
    prices: Mapping[str | None, Price | None]


def comparison(teachers: Sequence[TeacherPreview], samples: int) -> Comparison:
    """Compare teachers on the same rows; `samples` of the rows are shown in full."""
    found = [[card for one in each.previews for card in cards(one.pipeline, one.steps)] for each in teachers]
    rows = list(zip(*found, strict=True))
    stayed = [tuple(card.way.stayed > 0 for card in row) for row in rows]
    contenders = [
        _contender(one, sum(row[at] for row in stayed), sum(row[at] and sum(row) == 1 for row in stayed))
        for at, one in enumerate(teachers)
    ]
    return Comparison(
        tuple(contenders),
        len(rows),
        sum(len(set(row)) == 1 for row in stayed),
        tuple(_scores(teachers)),
        tuple(_agreements(teachers)),
        tuple(rows_side_by_side(rows, samples)),
    )


def _contender(teacher: TeacherPreview, gave_rows: int, alone: int) -> TeacherResult:
    steps = [step for one in teacher.previews for step in one.steps]
    usd = [price.cost(_usage(one)) for one in steps for price in (teacher.prices.get(one.teacher),) if price]
    blocks = tuple(_at_block(one.pipeline, step) for one in teacher.previews for step in one.steps)
    took = [seconds for one in steps for seconds in one.took.values()]
    return TeacherResult(
        name=teacher.name,
        said=teacher.description,
        rows_in=sum(one.rows_in for one in teacher.previews),
        rows_out=sum(one.rows_out for one in teacher.previews),
        gave_rows=gave_rows,
        alone=alone,
        answers=sum(one.answers for one in blocks),
        usable=sum(one.usable for one in blocks),
        blocks=blocks,
        bought=sum(len(one.bought) for one in steps),
        kept=sum(len(one.kept) for one in steps),
        usage=sum((_usage(one) for one in steps), Usage()),
        usd=sum(usd) if usd else None,
        answer_seconds=median(took) if took else None,
        seconds=sum(one.seconds for one in steps),
    )


def _at_block(pipeline: str, step: SampleStep) -> BlockResult:
    answers = {answer.key: answer for answer in step.answers}
    usable = [answer for answer in answers.values() if answer.outcome == "ok"]
    tokens = [step.usages[key].completion_tokens for key in answers if key in step.usages]
    return BlockResult(
        pipeline,
        step.block.name,
        step.rows.num_rows,
        step.outcome.kept.num_rows,
        dict(step.reasons.most_common()),
        len(answers),
        len(usable),
        _usage(step),
        round(median(len(answer.text or "") for answer in usable)) if usable else None,
        round(median(tokens)) if tokens else None,
        median(step.took.values()) if step.took else None,
    )


def _usage(step: SampleStep) -> Usage:
    return sum(step.usages.values(), Usage())


def _steps_of_all(teachers: Sequence[TeacherPreview]) -> Iterator[tuple[str, Sequence[SampleStep]]]:
    """Yield for each block the name of its pipeline and the steps of all teachers."""
    for previews in zip(*(each.previews for each in teachers), strict=True):
        for steps in zip(*(one.steps for one in previews), strict=True):
            yield previews[0].pipeline, steps


def _scores(teachers: Sequence[TeacherPreview]) -> Iterator[MeanScore]:
    for pipeline, steps in _steps_of_all(teachers):
        block = steps[0].block
        if not isinstance(block, TeacherBlock):
            continue
        for column in block.columns.adds:
            found = [_numbers(one.outcome.kept[column].to_pylist()) for one in steps]
            if column != NUM_SAMPLES and any(found) and None not in found:
                yield MeanScore(pipeline, block.name, column, tuple(fmean(some) if some else None for some in found))


def _numbers(cells: Sequence[Any]) -> list[float] | None:
    """Return cells as numbers; None if one of them is not a number."""
    try:
        return [float(cell) for cell in cells if cell is not None]
    except (TypeError, ValueError):
        return None


def _agreements(teachers: Sequence[TeacherPreview]) -> Iterator[Agreement]:
    for pipeline, steps in _steps_of_all(teachers):
        block = steps[0].block
        alike = _rows_asked_alike(steps)
        made = [{row[ROW_ID]: row for row in iter_rows(one.outcome.kept) if row[ROW_ID] in alike} for one in steps]
        both = set.intersection(*(set(rows) for rows in made))
        for column in block.columns.adds if both and isinstance(block, TeacherBlock) else ():
            cells = [[rows[row_id][column] for rows in made] for row_id in both]
            if column != NUM_SAMPLES and all(len(str(cell)) <= MAX_LABEL_LENGTH for some in cells for cell in some):
                yield Agreement(
                    pipeline, block.name, column, sum(len({*map(str, some)}) == 1 for some in cells), len(cells)
                )


def _rows_asked_alike(steps: Sequence[SampleStep]) -> set[str]:
    """Return the ids of rows that come from rows about which all teachers were asked the same."""
    asked = [{(one.row_id, one.draw): (one.messages, one.prompt) for _, one in step.asked} for step in steps]
    alike = {place[0] for place, said in asked[0].items() if all(each.get(place) == said for each in asked)}
    lineage = steps[0].outcome.lineage.to_pylist()
    return {line[ROW_ID] for line in lineage if line["parent_id"] in alike}
