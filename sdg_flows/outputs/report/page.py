"""The report: what a run gave, what it lost and why, and what it cost, as one page to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sdg_flows.core.story import RunRecord
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.losses import Loss, by_reason, most_first
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.report.report_charts import NamedChart, report_charts
from sdg_flows.outputs.report.scripts import CHARTING, LICENCES, PAGE, script, script_sources
from sdg_flows.outputs.report.seen import Seen
from sdg_flows.outputs.report.told_rows import ToldRow, embedded, first_of_each_reason, script_json
from sdg_flows.outputs.run_folder.reproduce import command
from sdg_flows.outputs.run_folder.training import OFFLINE_NOTICE
from sdg_flows.outputs.summary import Summary

PRINTED_ROWS = 6
"""Rows that are shown where no script runs."""


@dataclass(frozen=True)
class Report:
    """What the templates read. `files` are data files with their rows; `notice` is there when the teacher was offline.

    `remarks` are the run's warnings and the reasons for missing training rows. `rows` are those that can be looked
    through, as JSON text. `examples` are the first rejected rows by pipeline, block and reason.
    """

    run: RunRecord
    summary: Summary
    losses: list[Loss]
    reasons: list[tuple[str, int]]
    seen: Seen
    charts: list[NamedChart]
    rows: str
    rows_shown: int
    examples: Mapping[tuple[str, str, str], ToldRow]
    test_rows: int
    files: list[tuple[str, int]]
    remarks: tuple[str, ...]
    command: str
    notice: str | None

    @property
    def printed(self) -> list[ToldRow]:
        """Give the training rows that stand in the page itself, evenly spread."""
        kept = self.seen.kept
        return list(kept[:: max(1, len(kept) // PRINTED_ROWS)])[:PRINTED_ROWS]

    @property
    def has_topics(self) -> bool:
        """Tell whether leaves or columns sort the rows."""
        return bool(self.seen.leaves) or any(one.categories for one in self.summary.pipelines)

    def charts_of(self, section: str) -> list[NamedChart]:
        """Give the charts of a section of the page."""
        return [chart for chart in self.charts if chart.section == section]

    def answer_behind(self, loss: Loss) -> str | None:
        """Give the last answer before the first row that a reason took left, as it came; None when it is not kept."""
        row = self.examples.get((loss.pipeline, loss.block, loss.reason))
        asked = [one for step in row["steps"] for one in step["asked"] if one["answer"]] if row else []
        return asked[-1]["answer"]["text"] if asked else None


def report(record: RunRecord, come_to: Summary, files: Mapping[str, FileFacts], seen: Seen) -> Report:
    """Gather what the report shows; `files` are those written before it, by name."""
    rows, shown = embedded([*seen.kept, *seen.left])
    return Report(
        run=record,
        summary=come_to,
        losses=most_first(come_to.losses),
        reasons=by_reason(come_to.losses),
        seen=seen,
        charts=report_charts(come_to, record.latency, seen.profile),
        rows=rows,
        rows_shown=shown,
        examples=first_of_each_reason(seen.left),
        test_rows=files["test.jsonl"].lines,
        files=_listed(files),
        remarks=record.warnings + come_to.notes,
        command=command(record),
        notice=OFFLINE_NOTICE if record.teacher_is_offline else None,
    )


def html(shown: Report, *, served: bool = False) -> str:
    """Give the report as one HTML page that needs no network; one that is `served` asks its server for all rows."""
    page = TEMPLATES.get_template("report.html.jinja")
    return page.render(
        report=shown,
        charts=script_json({chart.name: chart.spec for chart in shown.charts}),
        licences=[Markup(script(name)) for name in LICENCES],
        scripts=[Markup(script(name)) for name in (*CHARTING, PAGE)],
        script_sources=script_sources(),
        served=served,
    )


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
