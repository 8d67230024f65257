"""Teachers side by side, from what each made of the same rows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean, median
from typing import Any

from sdg_flows.core.asking import NUM_SAMPLES
from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.exchange import Usage
from sdg_flows.core.table import ROW_ID, rows_of
from sdg_flows.orchestrate.carding import cards
from sdg_flows.orchestrate.passing import Passage
from sdg_flows.orchestrate.previewing import Previewed
from sdg_flows.outputs.comparison import Agreement, AtBlock, Comparison, Contender, Exchange, Score, SideBySide
from sdg_flows.outputs.figures import counted
from sdg_flows.outputs.record_cards import Asked, Branch, Card
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
    """Put teachers side by side that saw the same rows; `samples` of these rows are told in full."""
    found = [[card for one in each.seen for card in cards(one.pipeline, one.passages)] for each in shown]
    rows = list(zip(*found, strict=True))
    same = sum(len({card.way.stayed > 0 for card in row}) == 1 for row in rows)
    return Comparison(
        tuple(map(_contender, shown)),
        len(rows),
        same,
        tuple(_scores(shown)),
        tuple(_agreements(shown)),
        tuple(map(_side_by_side, _spread(rows, samples))),
    )


def _contender(shown: Shown) -> Contender:
    passages = [passage for one in shown.seen for passage in one.passages]
    usd = [price.of(_usage(one)) for one in passages for price in (shown.prices.get(one.teacher),) if price]
    return Contender(
        shown.name,
        shown.said,
        sum(one.rows_in for one in shown.seen),
        sum(one.rows_out for one in shown.seen),
        tuple(_at_block(one.pipeline, passage) for one in shown.seen for passage in one.passages),
        sum(len(one.bought) for one in passages),
        sum(len(one.kept) for one in passages),
        sum((_usage(one) for one in passages), Usage()),
        sum(usd) if usd else None,
        sum(one.seconds for one in passages),
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
        dict(Counter(passage.outcome.rejected["reason"].to_pylist()).most_common()),
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
    """Give cells as numbers; None when one of them is none."""
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
    """Give the ids of rows that were made of rows about which all teachers were asked the same."""
    asked = [{(one.row_id, one.draw): (one.messages, one.prompt) for _, one in passage.asked} for passage in passages]
    alike = {place[0] for place, said in asked[0].items() if all(each.get(place) == said for each in asked)}
    lineage = passages[0].outcome.lineage.to_pylist()
    return {line[ROW_ID] for line in lineage if line["parent_id"] in alike}


def _spread(rows: Sequence[Sequence[Card]], wanted: int) -> Iterator[Sequence[Card]]:
    """Yield so many rows, those of each pipeline in turn."""
    places: Counter[str] = Counter()
    order: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        order.append((places[row[0].pipeline], at))
        places[row[0].pipeline] += 1
    yield from (rows[at] for _, at in islice(sorted(order), wanted))


def _side_by_side(row: Sequence[Card]) -> SideBySide:
    first = [_first_asked(card.way) for card in row]
    blocks = dict.fromkeys(block for asked in first for block in asked)
    return SideBySide(
        row[0].pipeline,
        row[0].row_id,
        row[0].source,
        tuple(_verdict(card.way) for card in row),
        tuple(_exchange(block, [asked.get(block) for asked in first]) for block in blocks),
    )


def _first_asked(way: Branch) -> dict[str, Asked]:
    """Give what each block asked first, of the first row that stayed, else of the first."""
    asked = {step.block: step.asked[0] for step in way.steps if step.asked}
    further = next((fork for fork in way.forks if fork.stayed), next(iter(way.forks), None))
    return asked | (_first_asked(further) if further else {})


def _exchange(block: str, asked: Sequence[Asked | None]) -> Exchange:
    prompts = [one.prompt for one in asked if one]
    prompt = prompts[0] if all(one == prompts[0] for one in prompts) else None
    return Exchange(
        block, prompt, tuple(one and (one.answers[0].text or f"[{one.answers[0].outcome}]") for one in asked)
    )


def _verdict(way: Branch) -> str:
    if way.left:
        return f"rejected by {way.left.block}: {way.left.reason}"
    if not way.forks:
        return "stayed" if way.stayed else "went into another row"
    lost = ", ".join(f"{count} {reason} at {block}" for (block, reason), count in way.lost.most_common())
    return f"{counted(way.stayed, 'row')} stayed" + (f"; left: {lost}" if lost else "")
