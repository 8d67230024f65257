"""What a look into the files of a run shows: how its rows are, what they are about, and the stories of some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from sdg_flows.outputs.files.lines import numbered_lines, record_in
from sdg_flows.outputs.past_runs.row_stories import kept_stories, left_stories, with_births
from sdg_flows.outputs.past_runs.row_story import RowStory
from sdg_flows.outputs.past_runs.run_folders import Facts, made_files
from sdg_flows.outputs.report.profile import Profile, profile
from sdg_flows.outputs.report.told_rows import Tell, ToldRow, with_pair
from sdg_flows.outputs.report.topics import MOST_LEAVES, Branch, Yield, tree
from sdg_flows.outputs.run_folder.leaves import LEAF

KEPT_SHOWN = 60
LEFT_SHOWN = 60


@dataclass(frozen=True)
class Seen:
    """A look into a run's files.

    `kept` are training rows, evenly spread, and `left` the first rows of each reason, both with their stories.
    `leaves` are those that rows were made of or rejected from, as a tree; the largest ones when they are many.
    """

    profile: Profile
    kept: Sequence[ToldRow]
    left: Sequence[ToldRow]
    leaves: Sequence[Branch]
    leaves_left_out: int


def seen(folder: Path, facts: Facts, tell: Tell) -> Seen:
    """Look into the files of a run; each is read once."""
    kept = kept_stories(folder, facts, KEPT_SHOWN)
    examples, rejected = left_stories(folder)
    left = list(islice(_in_turn(examples), max(LEFT_SHOWN, len(examples))))
    stories = with_births(folder / "lineage.jsonl", [*kept, *left])
    told = [with_pair(row) for row in tell(facts, stories)]
    leaves = _leaves(folder, facts, rejected)
    largest = dict(sorted(leaves.items(), key=lambda leaf: (-sum(leaf[1]), leaf[0]))[:MOST_LEAVES])
    rows = facts["files"]["train.jsonl"]["lines"]
    return Seen(
        profile=profile(folder / "train.jsonl", rows),
        kept=told[: len(kept)],
        left=told[len(kept) :],
        leaves=tree(largest),
        leaves_left_out=len(leaves) - len(largest),
    )


def _in_turn(examples: Mapping[tuple[str, str, str], Sequence[RowStory]]) -> Iterator[RowStory]:
    """Yield the first example of each reason, then the second ones."""
    return (one for one in chain.from_iterable(zip_longest(*examples.values())) if one is not None)


def _leaves(folder: Path, facts: Facts, rejected: Mapping[str, int]) -> dict[str, Yield]:
    """Give the rows of each leaf, by its path."""
    kept: dict[str, int] = {}
    for name in made_files(facts):
        if leaf := _leaf_of(folder / name):
            kept[leaf] = facts["files"][name]["lines"]
    return {leaf: Yield(kept.get(leaf, 0), rejected.get(leaf, 0)) for leaf in sorted({*kept, *rejected})}


def _leaf_of(file: Path) -> str | None:
    """Give the leaf of which all rows of a file are; None when they are of none."""
    found = next((record_in(line, f"{file}:1").get(LEAF) for _, line in numbered_lines(file)), None)
    return None if found is None else str(found)
