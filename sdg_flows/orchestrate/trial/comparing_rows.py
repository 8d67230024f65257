"""Puts rows side by side: the prompts, the answer of each teacher, and the verdict. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from sdg_flows.outputs.comparison import Exchange, SideBySide
from sdg_flows.outputs.figures import counted
from sdg_flows.outputs.record_cards import Branch, Card, CardPrompt


def rows_side_by_side(rows: Sequence[Sequence[Card]], wanted: int) -> Iterator[SideBySide]:
    """Yield `wanted` rows: first those that only some teachers kept, alternating between pipelines."""
    places: Counter[tuple[bool, str]] = Counter()
    order: list[tuple[bool, int, int]] = []
    for at, row in enumerate(rows):
        alike = len({card.way.stayed > 0 for card in row}) == 1
        order.append((alike, places[alike, row[0].pipeline], at))
        places[alike, row[0].pipeline] += 1
    yield from (_side_by_side(rows[at]) for *_, at in islice(sorted(order), wanted))


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


def _first_asked(way: Branch) -> dict[str, CardPrompt]:
    """Return each block's first request, following the first row that stayed, else the first row."""
    asked = {step.block: step.asked[0] for step in way.steps if step.asked}
    further = next((fork for fork in way.forks if fork.stayed), next(iter(way.forks), None))
    return asked | (_first_asked(further) if further else {})


def _exchange(block: str, asked: Sequence[CardPrompt | None]) -> Exchange:
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
