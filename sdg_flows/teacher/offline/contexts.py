"""Contexts as blocks that can be left out and put in another order, and answers that follow them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import regex

from sdg_flows.teacher.offline.words import overlap

_ITEM = regex.compile(r"^[ \t]*(?:(?P<number>\d{1,3})[.)]|[-*•])[ \t]+", regex.MULTILINE)
_BULLET = regex.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s")
_FEWEST_KEPT = 2
_SAME_BLOCK = 0.5
_BELONGS = 0.3
_SHARE_SHORTENED = 0.6


@dataclass(frozen=True)
class Blocks:
    """A context cut into its head, which always stays, and blocks. `free` tells that their order does not matter."""

    head: str
    blocks: tuple[str, ...]
    free: bool

    def joined(self, order: Sequence[int]) -> str:
        """Give the context with these blocks in this order; numbered items are counted anew."""
        texts = [self.blocks[at] for at in order]
        if not self.free:
            return "\n\n".join([self.head, *texts])
        return self.head + "\n".join(_numbered(text, place) for place, text in enumerate(texts, start=1))


def blocks_of(context: str) -> Blocks:
    """Cut a context at its list items, else at its paragraphs; a context with neither is all head."""
    items = [match.start() for match in _ITEM.finditer(context)]
    if len(items) >= _FEWEST_KEPT:
        ends = [*items[1:], len(context)]
        blocks = tuple(context[start:end].rstrip() for start, end in zip(items, ends, strict=True))
        return Blocks(context[: items[0]], blocks, free=True)
    paragraphs = [piece for piece in regex.split(r"\n[ \t]*\n", context) if piece.strip()]
    return Blocks(paragraphs[0] if paragraphs else "", tuple(paragraphs[1:]), free=False)


def new_order(blocks: Blocks, answer: str, dice: Random) -> list[int]:
    """Choose which blocks to keep, in which order: at most one is left out, and one that the answer can spare."""
    order = list(range(len(blocks.blocks)))
    spare = [at for at in order if len(order) > _FEWEST_KEPT and _can_go(at, blocks, answer)]
    if spare and dice.random() < _SHARE_SHORTENED:
        order.remove(dice.choice(spare))
    if blocks.free:
        dice.shuffle(order)
    return order


def answer_after(answer: str, blocks: Blocks, order: Sequence[int]) -> str:
    """Give the answer without the list items of blocks that are gone, the others in the order of their blocks."""
    lines = answer.split("\n")
    places = {at: place for place, at in enumerate(order)}
    owned = [(line, _owner(line, blocks)) for line in lines]
    kept = [(line, owner) for line, owner in owned if owner is None or owner in places]
    bullets = sorted(
        ((line, owner) for line, owner in kept if _BULLET.match(line)),
        key=lambda item: len(order) if item[1] is None else places[item[1]],
    )
    following = iter(bullets)
    return "\n".join(next(following)[0] if _BULLET.match(line) else line for line, _ in kept).strip()


def same_blocks(before: Blocks, after: Blocks) -> dict[int, int]:
    """Give the blocks of `before` that are in `after` too, told by their words, with their places there."""
    return dict(_matches(before, after))


def _matches(before: Blocks, after: Blocks) -> Iterator[tuple[int, int]]:
    free = set(range(len(after.blocks)))
    for at, block in enumerate(before.blocks):
        best = max(free, key=lambda place: overlap(block, after.blocks[place]), default=None)
        if best is not None and overlap(block, after.blocks[best]) >= _SAME_BLOCK:
            free.discard(best)
            yield at, best


def order_of(matched: Mapping[int, int]) -> list[int]:
    """Give the matched blocks in the order in which they come in the other context."""
    return sorted(matched, key=lambda at: matched[at])


def _can_go(at: int, blocks: Blocks, answer: str) -> bool:
    """Tell whether the answer still says something without what it takes from a block."""
    lines = [line for line in answer.split("\n") if line.strip()]
    owners = [_owner(line, blocks) for line in lines]
    if all(owner is None for owner in owners):
        return False
    return any(owner not in {at, None} and _BULLET.match(line) for line, owner in zip(lines, owners, strict=True))


def _owner(line: str, blocks: Blocks) -> int | None:
    """Give the block that a line of a list in the answer was taken from."""
    best = max(range(len(blocks.blocks)), key=lambda at: overlap(line, blocks.blocks[at]), default=None)
    return best if best is not None and overlap(line, blocks.blocks[best]) >= _BELONGS else None


def _numbered(block: str, place: int) -> str:
    found = _ITEM.match(block)
    return block if found is None or found["number"] is None else regex.sub(r"\d+", str(place), block, count=1)
