"""Builds the record cards of the rows of a sample run. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.exchange import Answer, Request, Usage
from sdg_flows.core.table import ROW_ID, iter_rows
from sdg_flows.orchestrate.trial.sample_run import SampleStep
from sdg_flows.outputs.record_cards import Branch, Card, CardAnswer, CardPrompt, CardRejection, CardStep

SHORT = 80
"""Characters of a cell that may be the same as another one by chance."""
Cells: TypeAlias = Mapping[str, Any]


def cards(pipeline: str, sample_steps: Sequence[SampleStep]) -> Iterator[Card]:
    """Yield a card for each input row."""
    if not sample_steps:
        return
    steps_by_row = [_by_row(sample_step) for sample_step in sample_steps]
    for row in iter_rows(sample_steps[0].rows):
        row_id = row[ROW_ID]
        yield Card(pipeline, row_id, _without_id(row), _branch(steps_by_row, row_id, {}))


@dataclass(frozen=True)
class _StepByRow:
    """What one block did, by row: cells before and after it, rejections, and the ids of new rows in order."""

    sample_step: SampleStep
    before: Mapping[str, Cells]
    after: Mapping[str, Cells]
    left: Mapping[str, CardRejection]
    children: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])

    def became(self, row_id: str) -> list[str]:
        """Return the ids of the rows that a row became; its own id when it was kept or rejected as it is."""
        own = [row_id] if row_id in self.after or row_id in self.left else []
        return self.children.get(row_id) or own

    def step(self, row_id: str) -> CardStep:
        """Return what the block did with a row, without the columns it added."""
        block = self.sample_step.block
        cells = self.before[row_id]
        dropped = [] if list(block.columns.adds) else list(block.columns.removes)
        looks = not (list(block.columns.adds) or dropped or isinstance(block, TeacherBlock))
        return CardStep(
            block.name,
            type(block).__name__,
            tuple(_asked(self.sample_step, row_id)),
            {name: cells[name] for name in block.columns.needs} if looks else {},
            whole_table=block.whole_table,
            note=f"drops {', '.join(dropped)}" if dropped else None,
        )

    def made(self, row_id: str, parent: str) -> tuple[Cells, Mapping[str, str]]:
        """Return the columns that the block added to a row, and separately those that are copies of earlier ones."""
        before, after = self.before[parent], self.after.get(row_id, {})
        made = {name: after[name] for name in self.sample_step.block.columns.adds if name in after}
        long = {cell: name for name, cell in before.items() if isinstance(cell, str) and len(cell) > SHORT}
        copied = {name: long[cell] for name, cell in made.items() if isinstance(cell, str) and cell in long}
        return {name: cell for name, cell in made.items() if name not in copied}, copied


def _by_row(sample_step: SampleStep) -> _StepByRow:
    outcome, block = sample_step.outcome, sample_step.block.name
    children: dict[str, list[str]] = {}
    for line in outcome.lineage.to_pylist():
        if line[ROW_ID] not in children.setdefault(line["parent_id"], []):
            children[line["parent_id"]].append(line[ROW_ID])
    left = {row[ROW_ID]: CardRejection(block, row["reason"], row["detail"]) for row in outcome.rejected.to_pylist()}
    before, after = ({row[ROW_ID]: row for row in iter_rows(table)} for table in (sample_step.rows, outcome.kept))
    return _StepByRow(sample_step, before, after, left, children)


def _branch(steps_by_row: Sequence[_StepByRow], row_id: str, made: Cells) -> Branch:
    steps: list[CardStep] = []
    for at, step_by_row in enumerate(steps_by_row):
        became, step = step_by_row.became(row_id), step_by_row.step(row_id)
        steps.append(step)
        if len(became) != 1 or became[0] in step_by_row.left:
            return _last_branch(steps_by_row[at:], row_id, made, steps)
        cells, copied = step_by_row.made(became[0], row_id)
        steps[-1] = replace(step, made=cells, copied=copied)
        row_id = became[0]
    return Branch(row_id, made, tuple(steps))


def _last_branch(steps_by_row: Sequence[_StepByRow], row_id: str, made: Cells, steps: Sequence[CardStep]) -> Branch:
    """Return the branch of a row that ends at the first of these blocks: rejected, split into several, or merged."""
    step_by_row, *further = steps_by_row
    became = step_by_row.became(row_id)
    if len(became) < 2:
        last = became[0] if became else row_id
        return Branch(last, made, tuple(steps), step_by_row.left.get(last), merged=not became)
    forks = [
        Branch(child, {}, left=step_by_row.left[child])
        if child in step_by_row.left
        else _branch(further, child, step_by_row.made(child, row_id)[0])
        for child in became
    ]
    return Branch(row_id, made, tuple(steps), forks=tuple(forks))


def _asked(sample_step: SampleStep, row_id: str) -> Iterator[CardPrompt]:
    """Yield each prompt about a row with its answers; draws of the same prompt are together."""
    together: dict[str, tuple[Request, list[CardAnswer]]] = {}
    for (_, request), answer in zip(sample_step.asked, sample_step.answers, strict=True):
        if request.row_id == row_id:
            said = str(request.messages or request.prompt)
            together.setdefault(said, (request, []))[1].append(_answer(sample_step, answer))
    for request, answers in together.values():
        yield CardPrompt(
            tuple(request.messages or ({"role": "text", "content": request.prompt or ""},)), tuple(answers)
        )


def _answer(sample_step: SampleStep, answer: Answer) -> CardAnswer:
    key = answer.key
    return CardAnswer(
        key,
        answer.outcome,
        answer.text,
        answer.detail,
        answer.reasoning,
        sample_step.usages.get(key, Usage()),
        key in sample_step.kept,
        sample_step.took.get(key),
    )


def _without_id(row: Cells) -> Cells:
    return {name: cell for name, cell in row.items() if name != ROW_ID and cell is not None}
