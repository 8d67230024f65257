"""Writes the folder of a run; it appears in one atomic move."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import ContractError
from sdg_flows.core.run_record import RunRecord
from sdg_flows.outputs.files.atomic_files import FileFacts, write_lines
from sdg_flows.outputs.files.jsonl import jsonl_line
from sdg_flows.outputs.files.places import new_run_folder
from sdg_flows.outputs.instructlab.training_files import INSTRUCTLAB_FOLDER, omission_notes, page_files, row_files
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.rejections import Rejection
from sdg_flows.outputs.report.page import Report, report_html, report_markdown
from sdg_flows.outputs.report.report_from_folder import report_from_folder
from sdg_flows.outputs.report.row_records import DescribeRows, describe_from_files
from sdg_flows.outputs.run_folder.card import build_card, card_markdown
from sdg_flows.outputs.run_folder.facts import run_json
from sdg_flows.outputs.run_folder.leaves import rows_by_file
from sdg_flows.outputs.run_folder.rejected_and_lineage import lineage_rows, rejected_rows
from sdg_flows.outputs.run_folder.seeds import seed_rows
from sdg_flows.outputs.run_folder.training import messages_rows, train_rows
from sdg_flows.outputs.summary import Summary, summarize
from sdg_flows.storage.shown_path import shown_path
from sdg_flows.storage.url import Place


@dataclass(frozen=True)
class WrittenRun:
    """The written folder of a run, with its rejections and its report.

    `files` are all files by name, `counts` the rows of those that hold rows, and `digests` the sha256 of each.
    """

    folder: Place
    files: Mapping[str, Place]
    counts: Mapping[str, int]
    digests: Mapping[str, str]
    rejections: tuple[Rejection, ...] = field(repr=False)
    report: Report = field(compare=False, repr=False)


def write_run_folder(record: RunRecord, folder: Place, describe: DescribeRows = describe_from_files) -> WrittenRun:
    """Write the output of a run into a new folder. Files of rows have equal bytes for equal rows.

    `describe` describes the example rows of the report; by default from the run's files alone.

    Raises:
        DiskError: `folder` exists already, or cannot be written; nothing is left behind.
        ContractError: a row holds a number that JSON cannot hold; nothing is left behind.
    """
    with new_run_folder(folder) as partial:
        rows = {name: _write_rows(partial, name, of) for name, of in _row_files(record)}
        texts = {name: _write_text(partial, name, of) for name, of in _page_files(record, folder)}
        full_record = replace(record, warnings=(*record.warnings, *omission_notes(record)))
        summary = summarize(full_record)
        facts: Facts = json.loads(run_json(full_record, summary, rows))
        report = report_from_folder(partial, facts, describe)
        pages = texts | _write_pages(partial, full_record, summary, report, rows, texts)
    files = rows | pages
    return WrittenRun(
        folder,
        {name: folder / name for name in files},
        {name: facts.lines for name, facts in rows.items()},
        {name: facts.sha256 for name, facts in files.items()},
        summary.rejections,
        report,
    )


def _row_files(record: RunRecord) -> Iterator[tuple[str, Iterable[Mapping[str, Any]]]]:
    yield "train.jsonl", train_rows(record)
    yield "test.jsonl", seed_rows(record)
    yield "messages.jsonl", messages_rows(record)
    for name, by_pipeline in rows_by_file(record.results).items():
        yield f"generated/{name}.jsonl", (row for rows in by_pipeline for row in rows.dicts())
    yield "rejected.jsonl", rejected_rows(record.results)
    yield "lineage.jsonl", lineage_rows(record.results)
    yield from ((f"{INSTRUCTLAB_FOLDER}/{name}", rows) for name, rows in row_files(record))


def _page_files(record: RunRecord, folder: Place) -> Iterator[tuple[str, str]]:
    shown = Path(shown_path(folder)) if isinstance(folder, Path) else folder
    return ((f"{INSTRUCTLAB_FOLDER}/{name}", text) for name, text in page_files(record, shown / INSTRUCTLAB_FOLDER))


def _write_rows(folder: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> FileFacts:
    try:
        return write_lines(folder / name, map(jsonl_line, rows))
    except ContractError as error:
        raise ContractError(f"{name}: {error}") from error


def _write_text(folder: Path, name: str, text: str) -> FileFacts:
    return write_lines(folder / name, text.split("\n"))


def _write_pages(
    folder: Path,
    record: RunRecord,
    summary: Summary,
    report: Report,
    rows: Mapping[str, FileFacts],
    texts: Mapping[str, FileFacts],
) -> dict[str, FileFacts]:
    """Write the card, the reports and, last, run.json with the digests of all other files."""
    pages = {
        "README.md": _write_text(folder, "README.md", card_markdown(build_card(record, summary, rows))),
        "report.md": _write_text(folder, "report.md", report_markdown(report)),
        "report.html": _write_text(folder, "report.html", report_html(report)),
    }
    run = _write_text(folder, "run.json", run_json(record, summary, {**rows, **texts, **pages}))
    return pages | {"run.json": run}
