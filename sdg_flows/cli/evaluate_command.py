from __future__ import annotations

import argparse
from pathlib import Path

from sdg_flows.cli.terminal_text import print_text

HELP = """\
Compare a column of predicted labels with a column of true ones: precision, recall, F1 and support per label.

Prints the table, and writes it with the confusion matrix as a page beside the file. Rows without a true label are not
counted; an empty prediction is a wrong one."""

EXAMPLES = """\
examples:
  sdg-flows evaluate labelled.jsonl --truth ground_truth --prediction output
  sdg-flows evaluate labelled.jsonl --truth ground_truth --prediction output --report confusion.html"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows evaluate`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("file", metavar="FILE", help="a table: .jsonl, .parquet or .csv, a path or a URL")
    command.add_argument("--truth", required=True, metavar="COLUMN", help="the column of true labels")
    command.add_argument("--prediction", required=True, metavar="COLUMN", help="the column of predicted labels")
    command.add_argument("--report", metavar="FILE", help="where the page goes (default: FILE with .evaluation.html)")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.cli.page_file import write_page
    from sdg_flows.core.table import iter_rows
    from sdg_flows.inputs.tables import read_table
    from sdg_flows.outputs.evaluation import evaluation
    from sdg_flows.outputs.evaluation_page import evaluation_html, evaluation_text

    found = evaluation(iter_rows(read_table(flags.file)), flags.truth, flags.prediction)
    print_text(evaluation_text(found))
    page = flags.report or _default_page(flags.file)
    write_page(evaluation_html(found, flags.file, flags.truth, flags.prediction), page, "--report")
    print_text(f"\n{page}")
    return 0


def _default_page(file: str) -> str:
    """Return the page's path: beside a file on this machine, in the current folder for one elsewhere."""
    path = Path(file)
    return str((path if path.exists() else Path(path.name)).with_suffix(".evaluation.html"))
