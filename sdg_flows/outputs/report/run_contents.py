"""The contents of a run's files for its report: a profile, the topics, and example rows with their history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from sdg_flows.outputs.files.lines import numbered_lines, parse_record
from sdg_flows.outputs.past_runs.row_histories import rejected_histories, trained_histories, with_lineage
from sdg_flows.outputs.past_runs.row_history import RowHistory
from sdg_flows.outputs.past_runs.run_folders import Facts, generated_files
from sdg_flows.outputs.report.profile import Profile, profile
from sdg_flows.outputs.report.row_records import DescribeRows, RowRecord, with_pair
from sdg_flows.outputs.report.topics import MAX_LEAVES, RowCounts, TreeLine, tree
from sdg_flows.outputs.run_folder.leaves import LEAF

MAX_KEPT = 60
MAX_REJECTED = 60


@dataclass(frozen=True)
class RunContents:
    """The contents of a run's files.

    `kept` are training rows, evenly spread, and `left` the first rejected rows of each reason, both with their history.
    `leaves` are the leaves with made or rejected rows, as a tree; only the largest when there are many.
    """

    profile: Profile
    kept: Sequence[RowRecord]
    left: Sequence[RowRecord]
    leaves: Sequence[TreeLine]
    leaves_left_out: int


def read_contents(folder: Path, facts: Facts, describe: DescribeRows) -> RunContents:
    """Read the files of a run, each once; `describe` adds prompts and answers to the example rows."""
    kept = trained_histories(folder, facts, MAX_KEPT)
    examples, rejected = rejected_histories(folder)
    left = list(islice(_round_robin(examples), max(MAX_REJECTED, len(examples))))
    histories = with_lineage(folder / "lineage.jsonl", [*kept, *left])
    rows_shown = [with_pair(row) for row in describe(facts, histories)]
    leaves = _leaves(folder, facts, rejected)
    largest = dict(sorted(leaves.items(), key=lambda leaf: (-sum(leaf[1]), leaf[0]))[:MAX_LEAVES])
    rows = facts["files"]["train.jsonl"]["lines"]
    return RunContents(
        profile=profile(folder / "train.jsonl", rows),
        kept=rows_shown[: len(kept)],
        left=rows_shown[len(kept) :],
        leaves=tree(largest),
        leaves_left_out=len(leaves) - len(largest),
    )


def _round_robin(examples: Mapping[tuple[str, str, str], Sequence[RowHistory]]) -> Iterator[RowHistory]:
    """Yield the first example of each reason, then the second of each, and so on."""
    return (history for history in chain.from_iterable(zip_longest(*examples.values())) if history is not None)


def _leaves(folder: Path, facts: Facts, rejected: Mapping[str, int]) -> dict[str, RowCounts]:
    """Return the row counts of each leaf, by its path."""
    kept: dict[str, int] = {}
    for name in generated_files(facts):
        if leaf := _leaf_of(folder / name):
            kept[leaf] = facts["files"][name]["lines"]
    return {leaf: RowCounts(kept.get(leaf, 0), rejected.get(leaf, 0)) for leaf in sorted({*kept, *rejected})}


def _leaf_of(file: Path) -> str | None:
    """Return the leaf of a file's rows, by the first row; None when it has no leaf."""
    leaf = next((parse_record(line, f"{file}:1").get(LEAF) for _, line in numbered_lines(file)), None)
    return None if leaf is None else str(leaf)
