"""The folder of a run: every file in it, written in one move."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import ContractError
from sdg_flows.core.story import RunRecord
from sdg_flows.outputs.files.atomic_files import FileFacts, write_lines
from sdg_flows.outputs.files.jsonl import jsonl_line
from sdg_flows.outputs.files.places import run_folder
from sdg_flows.outputs.instructlab.training_files import FOLDER, left_out, page_files, row_files
from sdg_flows.outputs.losses import Loss
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.report.kept_report import kept_report
from sdg_flows.outputs.report.page import Report, html, text
from sdg_flows.outputs.report.told_rows import Tell, told_from_files
from sdg_flows.outputs.run_folder.card import card, card_text
from sdg_flows.outputs.run_folder.facts import run_json
from sdg_flows.outputs.run_folder.leaves import rows_by_file
from sdg_flows.outputs.run_folder.seeds import seed_rows
from sdg_flows.outputs.run_folder.trail import lineage_rows, rejected_rows
from sdg_flows.outputs.run_folder.training import messages_rows, train_rows
from sdg_flows.outputs.summary import Summary, summary
from sdg_flows.storage.shown_path import shown_path
from sdg_flows.storage.url import Place


@dataclass(frozen=True)
class Written:
    """A run's folder: its files by name, the rows of those that hold rows, and the sha256 of each.

    With what was lost, and the report.
    """

    folder: Place
    files: Mapping[str, Place]
    counts: Mapping[str, int]
    digests: Mapping[str, str]
    losses: tuple[Loss, ...] = field(repr=False)
    report: Report = field(compare=False, repr=False)


def write(record: RunRecord, folder: Place, tell: Tell = told_from_files) -> Written:
    """Write all that a run made into a new folder. What the rows decide has equal bytes for equal rows.

    `tell` tells the rows that the report shows; without one it says what the files do.

    Raises:
        DiskError: `folder` is there already, or cannot be written; nothing is left behind.
        ContractError: a row holds a number that JSON cannot hold; nothing is left behind.
    """
    with run_folder(folder) as partial:
        rows = {name: _write_rows(partial, name, of) for name, of in _row_files(record)}
        texts = {name: _write_text(partial, name, of) for name, of in _page_files(record, folder)}
        told = replace(record, warnings=(*record.warnings, *left_out(record)))
        come_to = summary(told)
        facts: Facts = json.loads(run_json(told, come_to, rows))
        shown = kept_report(partial, facts, tell)
        pages = texts | _write_pages(partial, told, come_to, shown, rows, texts)
    files = rows | pages
    return Written(
        folder,
        {name: folder / name for name in files},
        {name: facts.lines for name, facts in rows.items()},
        {name: facts.sha256 for name, facts in files.items()},
        come_to.losses,
        shown,
    )


def _row_files(record: RunRecord) -> Iterator[tuple[str, Iterable[Mapping[str, Any]]]]:
    yield "train.jsonl", train_rows(record)
    yield "test.jsonl", seed_rows(record)
    yield "messages.jsonl", messages_rows(record)
    for name, by_pipeline in rows_by_file(record.generated).items():
        yield f"generated/{name}.jsonl", (row for rows in by_pipeline for row in rows.dicts())
    yield "rejected.jsonl", rejected_rows(record.generated)
    yield "lineage.jsonl", lineage_rows(record.generated)
    yield from ((f"{FOLDER}/{name}", rows) for name, rows in row_files(record))


def _page_files(record: RunRecord, folder: Place) -> Iterator[tuple[str, str]]:
    seen = Path(shown_path(folder)) if isinstance(folder, Path) else folder
    return ((f"{FOLDER}/{name}", text) for name, text in page_files(record, seen / FOLDER))


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
    come_to: Summary,
    shown: Report,
    rows: Mapping[str, FileFacts],
    texts: Mapping[str, FileFacts],
) -> dict[str, FileFacts]:
    """Write the card, the reports and, last, run.json with the digests of all files before it."""
    pages = {
        "README.md": _write_text(folder, "README.md", card_text(card(record, come_to, rows))),
        "report.md": _write_text(folder, "report.md", text(shown)),
        "report.html": _write_text(folder, "report.html", html(shown)),
    }
    run = _write_text(folder, "run.json", run_json(record, come_to, {**rows, **texts, **pages}))
    return pages | {"run.json": run}
