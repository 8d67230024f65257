from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import DiskError, SettingsError
from sdg_flows.orchestrate.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sdg_flows.cli.report_server import ServedReport
    from sdg_flows.outputs.report.report_charts import NamedChart

HELP = """\
Make the page of a run again: what it gave, what it lost and why, what it cost, and some of its rows with their stories.

The page is one file that needs no network. With --serve it is shown by a server on this machine alone, and all rows can
be searched and their stories read; Ctrl-C ends it. Prompts and answers come from the work directory of the run; a run
of an older version has fewer figures. Nothing is asked of a teacher, and the run's folder is left as it is."""

EXAMPLES = """\
examples:
  sdg-flows report simple-2026-01-31T12-00-00
  sdg-flows report out/simple-2026-01-31T12-00-00 --output page.html
  sdg-flows report simple-2026-01-31T12-00-00 --pictures charts/
  sdg-flows report out/simple-2026-01-31T12-00-00 --serve
exit codes:
  0 written, or served until Ctrl-C   2 refused: no such run, or the port is taken   74 the page cannot be written"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows report`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("run", metavar="RUN", help="the run's folder, or its name below ./out")
    command.add_argument("--output", metavar="FILE", help="the page to write (default: RUN.html in this folder)")
    command.add_argument("--pictures", metavar="FOLDER", help="write the charts there too, as PNG (extra: pictures)")
    command.add_argument("--serve", action="store_true", help="serve the page, with all rows, until Ctrl-C")
    command.add_argument("--port", type=_port, default=0, metavar="N", help="port for --serve (default: a free one)")
    command.add_argument("--work-dir", metavar="DIR|URL", help="where the answers are (default: as the run says)")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.cli.kept_answers import open_replies
    from sdg_flows.cli.page_file import write_page
    from sdg_flows.orchestrate.past_runs.story_json import row_explainer
    from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir_read_only
    from sdg_flows.outputs.files.places import local_copy
    from sdg_flows.outputs.past_runs.run_folders import KeptRun, find_run
    from sdg_flows.outputs.report.page import report_html
    from sdg_flows.outputs.report.report_from_folder import report_from_folder

    run = find_run(flags.run, Choices.output)
    named = flags.work_dir or run.facts["settings"]["work_dir"]
    with open_work_dir_read_only(named) as work, local_copy(run.folder) as folder:
        replies, note = open_replies(work.answers, named)
        explain = row_explainer(replies, note=note)
        shown = report_from_folder(folder, run.facts, explain)
        page = report_html(shown, served=flags.serve)
        if flags.serve:
            from sdg_flows.cli.report_server import ServedReport

            return _serve(ServedReport(KeptRun(folder, run.facts), folder, page, explain), flags.port)
    if flags.pictures:
        _write_pictures(shown.charts, Path(flags.pictures))
    output = flags.output or f"{run.facts['name']}.html"
    write_page(page, output, "--output")
    print_text(output)
    return 0


def _port(text: str) -> int:
    """Parse a port, or 0 for a free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a port from 1 to 65535, or 0 for a free one")
    return int(text)


def _write_pictures(charts: Sequence[NamedChart], folder: Path) -> None:
    try:
        from sdg_flows.outputs.report.chart_images import png
    except ImportError as error:
        hint = "Install the extra: `pip install 'sdg_flows[pictures]'`."
        raise SettingsError(f"--pictures: a package for it is not installed ({error.name}). {hint}") from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for chart in charts:
            (folder / f"{chart.file_name}.png").write_bytes(png(chart.spec, chart.heading))
    except OSError as error:
        raise DiskError(f"{folder}: the pictures cannot be written: {error.strerror}.") from error


def _serve(served: ServedReport, port: int) -> int:
    from contextlib import suppress

    from sdg_flows.cli.report_server import HOST, report_server

    with report_server(served, port) as server, suppress(KeyboardInterrupt):
        print_text(f"http://{HOST}:{server.server_address[1]}/")
        server.serve_forever()
    return 0
