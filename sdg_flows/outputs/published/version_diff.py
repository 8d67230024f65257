"""The changes of a new version of a data set: the differences of two runs, overall and for each file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.past_runs.diff_sections import diff_sections
from sdg_flows.outputs.past_runs.run_diff import RunDiff, run_diff
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.past_runs.run_rows import NO_ROWS, RowChanges, compare_rows, concatenated, digest_rows_by_file


@dataclass(frozen=True)
class VersionDiff:
    """The differences between two versions, overall and for each file of generated rows."""

    before: str
    after: str
    found: RunDiff
    files: Mapping[str, RowChanges]


def version_diff(before: KeptRun, after: KeptRun) -> VersionDiff:
    """Compare two runs; 32 bytes are held for each row of both.

    Raises:
        SettingsError: a file cannot be read.
    """
    old, new = digest_rows_by_file(before), digest_rows_by_file(after)
    names = dict.fromkeys([*old, *new])
    return VersionDiff(
        before.facts["name"],
        after.facts["name"],
        run_diff(before.facts, after.facts, compare_rows(concatenated(old), concatenated(new))),
        {name: compare_rows(old.get(name, NO_ROWS), new.get(name, NO_ROWS)) for name in names},
    )


def diff_text(diff: VersionDiff) -> str:
    """Render the differences as Markdown."""
    return TEMPLATES.get_template("diff.md.jinja").render(diff=diff, parts=dict(diff_sections(diff.found)))


def diff_json(diff: VersionDiff) -> str:
    """Return the differences as a JSON object: `before`, `after`, `rows_by_file`, and all that `diff --json` says."""
    record = {
        "before": diff.before,
        "after": diff.after,
        **asdict(diff.found),
        "rows_by_file": {name: asdict(rows) for name, rows in diff.files.items()},
    }
    return json.dumps(record, ensure_ascii=False, indent=2, default=str)
