"""The page of a kept run, made again and served."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from chromium import chromium, needs_chromium
from orchestrate.project import lines, record
from sdg_flows.cli.report_server import ServedReport, report_server
from sdg_flows.orchestrate.past_runs.story_json import row_explainer
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.report.page import report_html
from sdg_flows.outputs.report.report_from_folder import report_from_folder
from sdg_flows.teacher.answer_store.kept_replies import kept_replies


@pytest.fixture
def report(sdg_flows, judged):
    """Return a function that makes the page of the run again."""
    work_dir = str(judged.home / ".sdg_work")
    return lambda *words: sdg_flows(str(judged.folder), "--work-dir", work_dir, *words, command="report")


def rows_in(page: str) -> list[dict]:
    (text,) = re.findall(r'<script type="application/json" id="rows-here">(.*?)</script>', page)
    return json.loads(text)


@contextmanager
def served(judged, page="the page") -> Iterator[HTTPConnection]:
    replies = partial(kept_replies, judged.home / ".sdg_work" / "answers.sqlite")
    run = KeptRun(judged.folder, record(judged.folder))
    server = report_server(ServedReport(run, judged.folder, page, row_explainer(replies)), 0)
    thread = Thread(target=server.serve_forever)
    thread.start()
    connection = HTTPConnection("127.0.0.1", server.server_address[1])
    yield connection
    connection.close()
    server.shutdown()
    server.server_close()
    thread.join()


def told(connection: HTTPConnection, address: str):
    connection.request("GET", address)
    answer = connection.getresponse()
    text = answer.read().decode()
    return answer.status, json.loads(text) if answer.status == 200 and address != "/" else text


def test_a_kept_run_gives_the_page_that_it_wrote_itself(report, judged, tmp_path):
    end = report("--output", "page.html")

    assert (end.code, end.out, end.err) == (0, "page.html\n", "")
    assert (tmp_path / "page.html").read_text() == (judged.folder / "report.html").read_text()


def test_rows_in_the_page_have_each_prompt_answer_and_judgement(judged):
    rows = rows_in((judged.folder / "report.html").read_text())
    trained = {json.loads(row["metadata"])["row_id"] for row in lines(judged.folder / "messages.jsonl")}
    reasons = {row["reason"] for row in lines(judged.folder / "rejected.jsonl")}

    kept = [row for row in rows if not row["left"]]
    assert {row["row_id"] for row in kept} <= trained
    assert {row["left"]["reason"] for row in rows if row["left"]} == reasons
    assert len(kept) > 0
    for row in rows:
        asked = [one for step in row["steps"] for one in step["asked"]]
        assert all(one["exact"] and one["answer"]["text"] and one["said"] for one in asked)
        assert len(row["source"]) == 1
    assert {"score", "feedback"} & {name for row in kept for step in row["steps"] for name in step["made"]}


def test_scores_are_those_of_the_rows_that_each_filter_saw(judged):
    steps = [step for one in record(judged.folder)["pipelines"] for step in one["steps"] if step["scores"]]

    assert len(steps) > 0
    for step in steps:
        kept, left = (sum(counts[at] for counts in step["scores"]["counts"]) for at in (1, 2))
        assert (kept, left) == (step["rows_out"], step["rejected"].get("filter_not_met", 0))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere",), "nowhere: no run is here or below out. Expected a folder with run.json."),
        (("--output", "."), "--output: . is a folder. Expected the file to write, such as page.html."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(report, sdg_flows, words, told):
    end = sdg_flows(*words, command="report") if words[0] == "nowhere" else report(*words)

    assert (end.code, end.out, len(end.err.splitlines())) == (2, "", 1)
    assert told in end.err


def test_all_rows_can_be_searched_a_page_at_a_time(judged):
    made = record(judged.folder)["pipelines"]
    kept, left = (sum(one[name] for one in made) for name in ("output_rows", "rejected_rows"))
    first = lines(judged.folder / "train.jsonl")[0]["user"].split("\n")[0]

    with served(judged) as at:
        _, all_rows = told(at, "/rows?count=100")
        _, some = told(at, f"/rows?from={kept - 1}&count=2")
        _, found = told(at, f"/rows?q={re.sub('[^A-Za-z]+', '%20', first[:12]).upper()}&kind=kept")
        _, none = told(at, "/rows?q=no%20such%20text")

    assert (len(all_rows["rows"]), all_rows["more"]) == (min(100, kept + left), kept + left > 100)
    assert [bool(row["left"]) for row in some["rows"]] == [False, True]
    assert first in {row["user"].split("\n")[0] for row in found["rows"]}
    assert none == {"rows": [], "more": False}


def test_any_row_is_told_as_why_tells_it(judged, sdg_flows):
    row_id = lines(judged.folder / "rejected.jsonl")[-1]["row_id"]
    work_dir = ("--work-dir", str(judged.home / ".sdg_work"))
    why = json.loads(sdg_flows(row_id, "--run", str(judged.folder), *work_dir, "--json", command="why").out)

    with served(judged) as at:
        status, row = told(at, f"/row/{row_id}")

    assert status == 200
    assert {name: row[name] for name in why if name != "run"} == {name: why[name] for name in why if name != "run"}


def test_only_this_machine_is_answered_and_only_what_there_is(judged):
    with served(judged) as at:
        answers = [
            told(at, address) for address in ("/", "/row/zz", f"/row/{'0' * 24}", "/../run.json", "/rows?from=x")
        ]
        at.request("GET", "/rows", headers={"Host": "evil.example"})
        elsewhere = at.getresponse()

    assert elsewhere.status == 403
    assert [status for status, _ in answers] == [200, 400, 404, 404, 400]
    assert answers[1][1].startswith("zz: is no row id.")


def test_money_is_told_at_the_prices_of_the_teacher_file(project, teacher, sdg_flows, tmp_path):
    (tmp_path / "teacher.yaml").write_text(f"endpoint: {teacher.url}\nprice: {{prompt: 1000, completion: 2000}}\n")
    end = sdg_flows(*project.arguments, "--teacher", "teacher.yaml", "--json")
    told = record(Path(json.loads(end.out)["folder"]))
    tokens = told["tokens"]

    assert told["usd"] == pytest.approx((tokens["prompt"] * 1000 + tokens["completion"] * 2000) / 10**6)
    assert sum(step["usd"] or 0 for one in told["pipelines"] for step in one["steps"]) == pytest.approx(told["usd"])
    assert told["latency"]["answers"] == len(teacher.prompts)
    assert 0 < told["latency"]["p50"] <= told["latency"]["p95"] <= told["latency"]["longest"]


@needs_chromium
def test_the_served_page_looks_through_all_rows(judged):
    replies = partial(kept_replies, judged.home / ".sdg_work" / "answers.sqlite")
    facts = record(judged.folder)
    page = report_html(report_from_folder(judged.folder, facts, row_explainer(replies)), served=True)
    rows = sum(one["output_rows"] + one["rejected_rows"] for one in facts["pipelines"])
    with served(judged, page) as at, chromium() as browser:
        browser.open(f"http://127.0.0.1:{at.port}/")
        seen = 0
        while True:
            browser.until(f"document.querySelector('output').textContent.startsWith('{seen + 1} to ')")
            seen += browser.look("document.querySelectorAll('details.row').length")
            if browser.look("document.querySelectorAll('.tools button')[1].disabled"):
                break
            browser.look("document.querySelectorAll('.tools button')[1].click()")
        browser.look("document.querySelector('.row summary').click()")
        browser.until("document.querySelector('.story')")

        assert seen == rows
        assert "as it was asked" in browser.look("document.querySelector('.story').innerText")
        assert browser.complaints == []


def test_charts_are_written_as_pictures(report, tmp_path):
    end = report("--pictures", "charts")
    pictures = sorted(path.name for path in (tmp_path / "charts").iterdir())

    assert (end.code, end.err) == (0, "")
    assert {"funnel-knowledge.png", "lengths-user.png", "diversity.png", "latency.png"} <= set(pictures)
    assert all((tmp_path / "charts" / name).read_bytes().startswith(b"\x89PNG") for name in pictures)


def test_the_server_says_where_it_is_and_ends_by_ctrl_c(judged, prefect_server):
    words = ["report", str(judged.folder), "--serve", "--work-dir", str(judged.home / ".sdg_work")]
    command = [sys.executable, "-c", "from sdg_flows.cli.main import main; main()", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip()
        connection = HTTPConnection(address.removeprefix("http://").rstrip("/"))
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
        connection.close()
        process.send_signal(signal.SIGINT)

    assert process.returncode == 0
    assert "connect-src 'self'" in page
