"""What is asked while Prefect comes up."""

import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli.commands import ended, killed
from orchestrate.counting_teacher import failing
from orchestrate.project import FLOW, Project, record, rows_decide, seeds

REVIEW = """
  - name: approved
    type: HumanReviewBlock
    config: {show: [question]}
"""


@pytest.fixture
def endless_prefect() -> Iterator[str]:
    """Return the address of a Prefect server that is up, and answers nothing else."""
    over = threading.Event()

    class OnlyUp(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.endswith("/health"):
                over.wait()
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815  http.server's name

    server = ThreadingHTTPServer(("127.0.0.1", 0), OnlyUp)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/api"
    over.set()
    server.shutdown()
    serving.join()
    server.server_close()


def kept(project: Project) -> int:
    """Return the number of answers in the store."""
    store = project.folder / "work" / "answers.sqlite"
    with closing(sqlite3.connect(store)) as answers:
        return answers.execute("SELECT count(*) FROM answers").fetchone()[0]


def test_all_blocks_of_a_small_table_ask_before_prefect_answers_and_the_answers_are_kept(
    project, teacher, start, endless_prefect
):
    project.write_seeds(seeds(61)[:-1])
    process = start(*project.arguments, PREFECT_API_URL=endless_prefect)
    teacher.wait_for(120)
    while kept(project) < 120:
        time.sleep(0.1)
    killed(process)

    project.run()
    assert (len(teacher.prompts), teacher.asked_again) == (120, 0)


def test_nothing_is_asked_about_rows_that_people_are_yet_to_approve(project, teacher, start, endless_prefect):
    flow = project.folder / "flow.yaml"
    flow.write_text(FLOW.replace("  - name: write_responses", REVIEW + "  - name: write_responses"))
    project.write_seeds(seeds(61)[:-1])
    process = start(*project.arguments, PREFECT_API_URL=endless_prefect)
    teacher.wait_for(60)
    time.sleep(1)
    killed(process)

    assert {prompt.split()[0] for prompt in teacher.prompts} == {"Write"}


def test_what_was_asked_before_prefect_was_there_counts_as_bought(project, teacher, start):
    started = ended(start(*project.arguments, "--json"))
    (run,) = (project.folder / "out").iterdir()
    steps = record(run)["pipelines"][0]["steps"]

    assert started.code == 0
    assert [(step["asked"], step["reused"], step["tokens"]["completion"]) for step in steps if step["asked"]] == [
        (19, 1, 171),
        (19, 0, 171),
    ]
    assert teacher.asked_again == 0


def test_nothing_is_asked_for_what_has_a_checkpoint(project, teacher, start):
    first = project.run()
    (project.folder / "work" / "answers.sqlite").unlink()
    asked = len(teacher.prompts)
    again = ended(start(*project.arguments, "--quiet"))

    assert len(teacher.prompts) == asked
    assert rows_decide(Path(again.out.strip())) == rows_decide(first)


def test_fresh_draws_are_counted_once(project, teacher, start):
    project.run()
    asked = len(teacher.prompts)
    run = Path(ended(start(*project.arguments, "--fresh", "--quiet")).out.strip())

    assert len(teacher.prompts) == 2 * asked
    assert record(run)["fresh_draws"] == 1


def test_a_key_that_is_used_up_ends_a_run_that_prefect_has_not_answered_yet(project, teacher, start, endless_prefect):
    teacher.fault = lambda exchange: failing(401, "no more") if exchange.prompt.startswith("Respond") else None

    assert ended(start(*project.arguments, "--quiet", PREFECT_API_URL=endless_prefect)).code == 4


def test_ctrl_c_while_a_server_is_coming_up_ends_the_run_as_interrupted(project, teacher, start, tmp_path):
    process = start(*project.arguments, "--quiet", PREFECT_API_URL="", PREFECT_HOME=str(tmp_path / "home"))
    teacher.wait_for(2)
    process.send_signal(signal.SIGINT)

    assert ended(process).code == 130
    assert not (project.folder / "out").exists()
