"""A server on loopback, through which a report's page can search all rows of its run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from sdg_flows.core.errors import GenerateError, SettingsError
from sdg_flows.core.json_line import json_line
from sdg_flows.outputs.past_runs.row_history import row_history
from sdg_flows.outputs.past_runs.row_ids import matching_row_ids
from sdg_flows.outputs.past_runs.row_search import search_rows
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.report.row_records import DescribeRows, truncated, with_pair

HOST = "127.0.0.1"
MAX_ROWS = 100
_MAX_CHARACTERS = 100_000
"""Characters of a text in a row's story."""
_HTML, _JSON, _TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class ServedReport:
    """A report to serve: a run on this machine, its page, and the function that explains its rows."""

    run: KeptRun
    folder: Path
    page: str
    explain: DescribeRows

    def answer(self, address: str) -> tuple[int, str, str]:
        """Return status, content type and text for a request.

        Raises:
            GenerateError: a file of the run cannot be read, or the request is not valid.
        """
        path, asked = urlsplit(address).path, parse_qs(urlsplit(address).query)
        said: Callable[[str, str], str] = lambda name, otherwise: asked.get(name, [otherwise])[0]  # noqa: E731
        if path == "/":
            return 200, _HTML, self.page
        if path == "/rows":
            begin, count = _number(said("from", "0")), min(_number(said("count", "10")), MAX_ROWS)
            found = search_rows(self.folder, self.run.facts, said("q", ""), said("kind", ""), begin, count)
            return 200, _JSON, json_line(found._asdict())
        if path.startswith("/row/") and (ids := matching_row_ids(self.run, unquote(path.removeprefix("/row/")))):
            (row,) = self.explain(self.run.facts, [row_history(self.run, ids[0])])
            return 200, _JSON, json_line(truncated(with_pair(row), _MAX_CHARACTERS))
        return 404, _TEXT, "nothing is here"


def report_server(served: ServedReport, port: int) -> ThreadingHTTPServer:
    """Return a server that is bound to a port of this machine: any free one for 0.

    Raises:
        SettingsError: the port is taken or not allowed.
    """
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, served))
    except OSError as error:
        raise SettingsError(f"--port: {port} cannot be used ({error.strerror}). Expected a free one, or 0.") from error


class _Handler(BaseHTTPRequestHandler):
    """Answers GET requests with a Host of this machine, so that pages of other sites cannot read the rows."""

    def __init__(self, served: ServedReport, *given: object) -> None:
        self._served = served
        super().__init__(*given)  # pyright: ignore[reportArgumentType]  as socketserver calls it

    def do_GET(self) -> None:
        """Answer."""
        port = self.connection.getsockname()[1]
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            return self._send(403, _TEXT, "ask by the address that was printed")
        try:
            answer = self._served.answer(self.path)
        except GenerateError as error:
            answer = 400, _TEXT, str(error)
        return self._send(*answer)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def _send(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def _number(said: str) -> int:
    if not said.isdecimal():
        raise SettingsError(f"{said!r}: expected a number of rows")
    return int(said)
