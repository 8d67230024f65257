"""Retries from the command line, against a server whose answers are unusable at first."""

import json
import shutil
import sqlite3
import zlib
from contextlib import closing

import pytest

from orchestrate.counting_teacher import answer_to, failing, said
from orchestrate.project import FLOW, lines, record, rows_decide


def asks(exchange, *topics):
    return any(f"topic {topic:04}?" in exchange.prompt for topic in topics)


@pytest.fixture
def run(project, teacher, sdg_flows):
    """Return the folder of a run in which the answers about topics 3, 5 and 7 were unusable; from now on they are not.

    One has no tag, one is cut short, and one request is refused.
    """

    def unusable(exchange):
        if asks(exchange, 3):
            return said("no tag here")
        if asks(exchange, 5):
            return said("<question>What", "length")
        return failing(400, "no") if asks(exchange, 7) else None

    teacher.fault = unusable
    sdg_flows(*project.arguments, "--quiet")
    teacher.fault = lambda exchange: None
    return newest(project)


@pytest.fixture
def retry(project, teacher, sdg_flows, run):
    """Return a function that retries the run with further words, and gives how it ended and what it asked."""

    def retried(*words, of=run):
        before = len(teacher.prompts)
        end = sdg_flows(str(of), *words, command="retry")
        return end, teacher.prompts[before:]

    return retried


def newest(project):
    return max((project.folder / "out").glob("flow-*"), key=lambda folder: folder.stat().st_mtime_ns)


def questions_about(topics):
    asked = [f"Write a question like What is topic {topic:04}?" for topic in topics]
    written = [answer_to(prompt).partition("</question>")[0].removeprefix("<question>") for prompt in asked]
    return sorted([*asked, *(f"Respond to {question}" for question in written)])


def reasons(folder):
    return sorted(row["reason"] for row in lines(folder / "rejected.jsonl") if row["answer_key"])


def test_only_unusable_answers_are_asked_again_and_what_is_made_of_them(run, retry):
    assert reasons(run) == ["bad_request", "cut", "no_match"]

    end, asked = retry()

    assert (end.code, sorted(asked)) == (0, questions_about([3, 5]))
    assert "asking 2 answers anew\n" in end.err
    assert "left as they are: 1 (bad_request: --reason bad_request asks again)\n" in end.err
    assert "left as they are: 1 (duplicate at write_questions.drop_duplicates: not asked there)\n" in end.err


def test_all_other_rows_are_the_same_bytes_and_stand_where_they_stood(project, run, retry):
    retry()
    before, after = rows_decide(run), rows_decide(newest(project))

    for name in ("train.jsonl", "messages.jsonl", "generated/flow.jsonl"):
        stood = set(before[name].splitlines())
        assert [line for line in after[name].splitlines() if line in stood] == before[name].splitlines()
    assert (before["test.jsonl"], reasons(newest(project))) == (after["test.jsonl"], ["bad_request"])


def test_afterwards_the_command_of_the_run_gives_the_rows_of_the_retry_and_asks_nothing(project, teacher, run, retry):
    retry()
    retried, asked = newest(project), len(teacher.prompts)

    assert rows_decide(project.run()) == rows_decide(retried)
    assert len(teacher.prompts) == asked


def test_a_retry_again_of_the_same_run_asks_nothing(retry):
    retry()

    assert retry()[1] == []


def test_a_retry_of_the_retry_draws_once_more(project, teacher, run, retry):
    teacher.fault = lambda exchange: said("still no tag") if asks(exchange, 3) else None
    retry()
    teacher.fault = lambda exchange: None

    assert sorted(retry(of=newest(project))[1]) == questions_about([3])


def test_a_reason_limits_what_is_asked_again(retry):
    assert sorted(retry("--reason", "cut")[1]) == questions_about([5])


def test_a_refused_request_is_asked_again_when_its_reason_is_named(retry):
    assert sorted(retry("--reason", "bad_request")[1]) == questions_about([7])


def test_the_answers_before_stay_in_the_store(project, run, retry):
    retry("--quiet")

    with closing(sqlite3.connect(project.folder / "work" / "answers.sqlite")) as store:
        kept = [zlib.decompress(reply).decode() for (reply,) in store.execute("SELECT reply FROM answers")]
    assert [any(text in reply for reply in kept) for text in ("no tag here", '"length"')] == [True, True]


def test_an_answer_that_gave_rows_besides_is_left_alone(project, teacher, sdg_flows):
    teacher.fault = lambda exchange: said("<question>One?</question><question>Two") if asks(exchange, 3) else None
    sdg_flows(*project.arguments, "--quiet")
    before = len(teacher.prompts)
    end = sdg_flows(str(newest(project)), command="retry")

    assert (end.code, len(teacher.prompts), end.out) == (0, before, "")
    assert "asking 0 answers anew" in end.err
    assert "left as they are: 1 (gave other rows)" in end.err


def test_after_fresh_draws_an_earlier_run_is_not_retried(project, run, retry, sdg_flows):
    sdg_flows(*project.arguments, "--fresh", "--quiet")
    end, asked = retry()

    assert (end.code, asked) == (2, [])
    assert "all answers of flow were drawn anew (--fresh) since" in end.err


def test_fresh_draws_of_another_suite_are_no_matter(project, run, retry, sdg_flows):
    project.write("other.yaml", FLOW)
    sdg_flows(*project.arguments, "--pipeline", str(project.folder / "other.yaml"), "--fresh", "--quiet")

    assert sorted(retry()[1]) == questions_about([3, 5])


def test_a_run_of_another_work_directory_is_not_retried(project, run, retry):
    shutil.rmtree(project.folder / "work" / "runs")
    end, asked = retry()

    assert (end.code, asked) == (2, [])
    assert "work knows no run in this folder" in end.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["no-such-run"], "no-such-run: no run is here or below out. Expected a folder with run.json."),
        (["RUN", "--reason", "shut"], "has no row rejected so. Reasons there: bad_request, cut, "),
    ],
    ids=["no such run", "no such reason"],
)
def test_what_cannot_be_retried_is_refused(run, sdg_flows, words, told):
    end = sdg_flows(*(run.name if word == "RUN" else word for word in words), command="retry")

    assert end.code == 2
    assert told in end.err


def test_a_run_that_an_endpoint_answered_is_not_retried_offline(project, run, retry):
    said = record(run)
    said["settings"]["endpoint"] = None
    (run / "run.json").write_text(json.dumps(said))
    end, asked = retry()

    assert (end.code, asked) == (2, [])
    assert "answered by an endpoint, and now there is no endpoint" in end.err
