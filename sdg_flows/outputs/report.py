"""The report: what a run gave, what it lost and why, and what it cost, as one page to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sdg_flows.core.story import RunRecord
from sdg_flows.outputs.disk import FileFacts
from sdg_flows.outputs.losses import Loss, by_reason, most_first
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.reproduce import command
from sdg_flows.outputs.samples import Sample, samples
from sdg_flows.outputs.summary import Summary
from sdg_flows.outputs.training import OFFLINE_NOTICE

_SAMPLES = 10


@dataclass(frozen=True)
class Report:
    """What the templates read. `files` are data files with their rows; `notice` is there when the teacher was offline.

    `remarks` are the run's warnings and the reasons for missing training rows.
    """

    run: RunRecord
    summary: Summary
    losses: list[Loss]
    reasons: list[tuple[str, int]]
    samples: list[Sample]
    test_rows: int
    files: list[tuple[str, int]]
    remarks: tuple[str, ...]
    command: str
    notice: str | None


def report(record: RunRecord, come_to: Summary, files: Mapping[str, FileFacts]) -> Report:
    """Gather what the report shows; `files` are those written before it, by name."""
    return Report(
        run=record,
        summary=come_to,
        losses=most_first(come_to.losses),
        reasons=by_reason(come_to.losses),
        samples=samples(record.generated, [one.tally.trained for one in come_to.pipelines], _SAMPLES),
        test_rows=files["test.jsonl"].lines,
        files=_listed(files),
        remarks=record.warnings + come_to.notes,
        command=command(record),
        notice=OFFLINE_NOTICE if record.teacher_is_offline else None,
    )


def html(shown: Report) -> str:
    """Give the report as one HTML page that needs no network and no script."""
    return TEMPLATES.get_template("report.html.jinja").render(report=shown)


def text(shown: Report) -> str:
    """Give the report as Markdown."""
    return TEMPLATES.get_template("report.md.jinja").render(report=shown)


_FOLDERS = ("generated/", "instructlab/")
"""Folders of the run that may hold hundreds of files."""


def _listed(files: Mapping[str, FileFacts]) -> list[tuple[str, int]]:
    """Give the files with their rows; those of a folder as one."""
    shown = [(name, facts.lines) for name, facts in files.items() if not name.startswith(_FOLDERS)]
    for folder in _FOLDERS:
        inside = [facts.lines for name, facts in files.items() if name.startswith(folder)]
        if inside:
            shown.append((f"{folder} ({len(inside)} {'file' if len(inside) == 1 else 'files'})", sum(inside)))
    return shown
