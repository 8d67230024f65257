"""What a new version of a data set brings: the differences of two runs, and of the rows of each leaf."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.past_runs.diff_words import told
from sdg_flows.outputs.past_runs.run_diff import RunDiff, run_diff
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.past_runs.run_rows import NONE, RowChanges, in_one, row_changes, rows_by_file


@dataclass(frozen=True)
class VersionDiff:
    """Two versions by name, what they differ in, and what became of the rows of each file of made rows."""

    before: str
    after: str
    found: RunDiff
    files: Mapping[str, RowChanges]


def version_diff(before: KeptRun, after: KeptRun) -> VersionDiff:
    """Compare two runs; 32 bytes are held for each row of both.

    Raises:
        SettingsError: a file cannot be read.
    """
    old, new = rows_by_file(before), rows_by_file(after)
    names = dict.fromkeys([*old, *new])
    return VersionDiff(
        before.facts["name"],
        after.facts["name"],
        run_diff(before.facts, after.facts, row_changes(in_one(old), in_one(new))),
        {name: row_changes(old.get(name, NONE), new.get(name, NONE)) for name in names},
    )


def diff_text(diff: VersionDiff) -> str:
    """Give the differences as Markdown."""
    return TEMPLATES.get_template("diff.md.jinja").render(diff=diff, parts=dict(told(diff.found)))


def diff_json(diff: VersionDiff) -> str:
    """Give the differences as a JSON object: `before`, `after`, `rows_by_file`, and all that `sdg-flows diff` tells."""
    told_in_full = {
        "before": diff.before,
        "after": diff.after,
        **asdict(diff.found),
        "rows_by_file": {name: asdict(rows) for name, rows in diff.files.items()},
    }
    return json.dumps(told_in_full, ensure_ascii=False, indent=2, default=str)
