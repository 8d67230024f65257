"""Teachers side by side, from what each made of the same rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from sdg_flows.core.asking import NUM_SAMPLES
from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.exchange import Usage
from sdg_flows.core.table import ROW_ID, rows_of
from sdg_flows.orchestrate.trial.card_builder import cards
from sdg_flows.orchestrate.trial.comparing_rows import beside_one_another
from sdg_flows.orchestrate.trial.previewing import Previewed
from sdg_flows.orchestrate.trial.sample_run import Passage
from sdg_flows.outputs.comparison import Agreement, AtBlock, Comparison, Contender, Score
from sdg_flows.teacher.budget import Price

LABEL = 40
"""Characters of a cell at most, for which it is worth counting how often it is the same."""


@dataclass(frozen=True)
class Shown:
    """What a teacher made of the rows, by the name it was given; `prices` are those of endpoints by name."""

    name: str
    said: str
    seen: Sequence[Previewed]
    prices: Mapping[str | None, Price | None]


def comparison(shown: Sequence[Shown], samples: int) -> Comparison:
    """Put teachers side by side that saw the same rows; `samples` of these rows are shown in full."""
    found = [[card for one in each.seen for card in cards(one.pipeline, one.passages)] for each in shown]
    rows = list(zip(*found, strict=True))
    stayed = [tuple(card.way.stayed > 0 for card in row) for row in rows]
    teachers = [
        _contender(one, sum(row[at] for row in stayed), sum(row[at] and sum(row) == 1 for row in stayed))
        for at, one in enumerate(shown)
    ]
    return Comparison(
        tuple(teachers),
        len(rows),
        sum(len(set(row)) == 1 for row in stayed),
        tuple(_scores(shown)),
        tuple(_agreements(shown)),
        tuple(beside_one_another(rows, samples)),
    )


def _contender(shown: Shown, gave_rows: int, alone: int) -> Contender:
    passages = [passage for one in shown.seen for passage in one.passages]
    usd = [price.of(_usage(one)) for one in passages for price in (shown.prices.get(one.teacher),) if price]
    blocks = tuple(_at_block(one.pipeline, passage) for one in shown.seen for passage in one.passages)
    took = [seconds for one in passages for seconds in one.took.values()]
    return Contender(
        name=shown.name,
        said=shown.said,
        rows_in=sum(one.rows_in for one in shown.seen),
        rows_out=sum(one.rows_out for one in shown.seen),
        gave_rows=gave_rows,
        alone=alone,
        answers=sum(one.answers for one in blocks),
        usable=sum(one.usable for one in blocks),
        blocks=blocks,
        bought=sum(len(one.bought) for one in passages),
        kept=sum(len(one.kept) for one in passages),
        usage=sum((_usage(one) for one in passages), Usage()),
        usd=sum(usd) if usd else None,
        answer_seconds=median(took) if took else None,
        seconds=sum(one.seconds for one in passages),
    )


def _at_block(pipeline: str, passage: Passage) -> AtBlock:
    answers = {answer.key: answer for answer in passage.answers}
    usable = [answer for answer in answers.values() if answer.outcome == "ok"]
    tokens = [passage.usages[key].completion_tokens for key in answers if key in passage.usages]
    return AtBlock(
        pipeline,
        passage.block.name,
        passage.rows.num_rows,
        passage.outcome.kept.num_rows,
        dict(passage.reasons.most_common()),
        len(answers),
        len(usable),
        _usage(passage),
        round(median(len(answer.text or "") for answer in usable)) if usable else None,
        round(median(tokens)) if tokens else None,
        median(passage.took.values()) if passage.took else None,
    )


def _usage(passage: Passage) -> Usage:
    return sum(passage.usages.values(), Usage())


def _together(shown: Sequence[Shown]) -> Iterator[tuple[str, Sequence[Passage]]]:
    """Yield each block's passages with all teachers, and the name of its pipeline."""
    for previews in zip(*(each.seen for each in shown), strict=True):
        for passages in zip(*(one.passages for one in previews), strict=True):
            yield previews[0].pipeline, passages


def _scores(shown: Sequence[Shown]) -> Iterator[Score]:
    for pipeline, passages in _together(shown):
        block = passages[0].block
        if not isinstance(block, TeacherBlock):
            continue
        for column in block.columns.adds:
            found = [_numbers(one.outcome.kept[column].to_pylist()) for one in passages]
            if column != NUM_SAMPLES and any(found) and None not in found:
                yield Score(pipeline, block.name, column, tuple(fmean(some) if some else None for some in found))


def _numbers(cells: Sequence[Any]) -> list[float] | None:
    """Return cells as numbers; None when one of them is none."""
    try:
        return [float(cell) for cell in cells if cell is not None]
    except (TypeError, ValueError):
        return None


def _agreements(shown: Sequence[Shown]) -> Iterator[Agreement]:
    for pipeline, passages in _together(shown):
        block = passages[0].block
        alike = _asked_alike(passages)
        made = [{row[ROW_ID]: row for row in rows_of(one.outcome.kept) if row[ROW_ID] in alike} for one in passages]
        both = set.intersection(*(set(rows) for rows in made))
        for column in block.columns.adds if both and isinstance(block, TeacherBlock) else ():
            cells = [[rows[row_id][column] for rows in made] for row_id in both]
            if column != NUM_SAMPLES and all(len(str(cell)) <= LABEL for some in cells for cell in some):
                yield Agreement(
                    pipeline, block.name, column, sum(len({*map(str, some)}) == 1 for some in cells), len(cells)
                )


def _asked_alike(passages: Sequence[Passage]) -> set[str]:
    """Return the ids of rows that were made of rows about which all teachers were asked the same."""
    asked = [{(one.row_id, one.draw): (one.messages, one.prompt) for _, one in passage.asked} for passage in passages]
    alike = {place[0] for place, said in asked[0].items() if all(each.get(place) == said for each in asked)}
    lineage = passages[0].outcome.lineage.to_pylist()
    return {line[ROW_ID] for line in lineage if line["parent_id"] in alike}
