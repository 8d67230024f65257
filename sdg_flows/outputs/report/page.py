"""The report: what a run made, what it rejected and why, and its cost, as one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sdg_flows.core.run_record import RunRecord
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.rejections import Rejection, by_reason, most_first
from sdg_flows.outputs.report.report_charts import NamedChart, report_charts
from sdg_flows.outputs.report.row_records import RowRecord, embeddable_json, first_of_each_reason, script_json
from sdg_flows.outputs.report.run_contents import RunContents
from sdg_flows.outputs.report.scripts import CHARTING, LICENCES, PAGE, script, script_sources
from sdg_flows.outputs.run_folder.reproduce import reproduce_command
from sdg_flows.outputs.run_folder.training import OFFLINE_NOTICE
from sdg_flows.outputs.summary import Summary

PRINTED_ROWS = 6
"""Rows shown where no script runs."""


@dataclass(frozen=True)
class Report:
    """The values the templates read. `files` are data files with row counts; `notice` is that of the offline teacher.

    `remarks` are the run's warnings and the reasons for missing training rows. `rows` are those that can be browsed, as
    JSON text. `examples` are the first rejected rows by pipeline, block and reason.
    """

    run: RunRecord
    summary: Summary
    rejections: list[Rejection]
    reasons: list[tuple[str, int]]
    contents: RunContents
    charts: list[NamedChart]
    rows: str
    rows_shown: int
    examples: Mapping[tuple[str, str, str], RowRecord]
    test_rows: int
    files: list[tuple[str, int]]
    remarks: tuple[str, ...]
    command: str
    notice: str | None

    @property
    def printed(self) -> list[RowRecord]:
        """Return the training rows printed in the page itself, evenly spread."""
        kept = self.contents.kept
        return list(kept[:: max(1, len(kept) // PRINTED_ROWS)])[:PRINTED_ROWS]

    @property
    def has_topics(self) -> bool:
        """Return whether the rows have leaves or categories."""
        return bool(self.contents.leaves) or any(pipeline.categories for pipeline in self.summary.pipelines)

    def charts_of(self, section: str) -> list[NamedChart]:
        """Return the charts of a section of the page."""
        return [chart for chart in self.charts if chart.section == section]

    def answer_behind(self, rejection: Rejection) -> str | None:
        """Return the text of the last answer before the example row was rejected; None when it is not kept."""
        row = self.examples.get((rejection.pipeline, rejection.block, rejection.reason))
        exchanges = (
            [exchange for step in row["steps"] for exchange in step["asked"] if exchange["answer"]] if row else []
        )
        return exchanges[-1]["answer"]["text"] if exchanges else None


def build_report(record: RunRecord, summary: Summary, files: Mapping[str, FileFacts], contents: RunContents) -> Report:
    """Build the report; `files` are those written before it, by name."""
    rows, shown = embeddable_json([*contents.kept, *contents.left])
    return Report(
        run=record,
        summary=summary,
        rejections=most_first(summary.rejections),
        reasons=by_reason(summary.rejections),
        contents=contents,
        charts=report_charts(summary, record.latency, contents.profile),
        rows=rows,
        rows_shown=shown,
        examples=first_of_each_reason(contents.left),
        test_rows=files["test.jsonl"].lines,
        files=_listed(files),
        remarks=record.warnings + summary.notes,
        command=reproduce_command(record),
        notice=OFFLINE_NOTICE if record.teacher_is_offline else None,
    )


def report_html(report: Report, *, served: bool = False) -> str:
    """Render the report as one HTML page without network access; a `served` one asks its server for all rows."""
    page = TEMPLATES.get_template("report.html.jinja")
    return page.render(
        report=report,
        charts=script_json({chart.name: chart.spec for chart in report.charts}),
        licences=[Markup(script(name)) for name in LICENCES],
        scripts=[Markup(script(name)) for name in (*CHARTING, PAGE)],
        script_sources=script_sources(),
        served=served,
    )


def report_markdown(report: Report) -> str:
    """Render the report as Markdown."""
    return TEMPLATES.get_template("report.md.jinja").render(report=report)


_FOLDERS = ("generated/", "instructlab/")
"""Folders of the run that may hold hundreds of files."""


def _listed(files: Mapping[str, FileFacts]) -> list[tuple[str, int]]:
    """Return the files with their row counts, those of a folder as one entry."""
    listed = [(name, facts.lines) for name, facts in files.items() if not name.startswith(_FOLDERS)]
    for folder in _FOLDERS:
        inside = [facts.lines for name, facts in files.items() if name.startswith(folder)]
        if inside:
            listed.append((f"{folder} ({len(inside)} {'file' if len(inside) == 1 else 'files'})", sum(inside)))
    return listed
