"""What a user of the Prefect UI relies on, with a real server and a real worker. They share what `make serve` began."""

import sqlite3
from contextlib import closing
from secrets import token_hex

import pytest

from deployments.served import Served
from deployments.ui import Ui, runs_of
from security.written import kept_replies, told_by_prefect

pytestmark = pytest.mark.timeout(300)

KEY = f"sk-CANARY-{token_hex(8)}"


def test_all_deployments_are_there_with_choices_and_one_is_run_to_its_end(served: Served):
    there = {one["name"]: one for one in served.api("deployments/filter", {})}
    end = served.prefect("deployment", "run", "generate/simple", "--watch")

    assert there.keys() == {"simple", "full", "eval", "annotation", "nightly"}
    suites, _ = there["full"]["parameter_openapi_schema"]["properties"]["pipeline"]["anyOf"]
    assert "annotation/emotion" in suites["enum"]
    assert served.api("work_pools/sdg")["concurrency_limit"] == 1
    assert [one["name"] for one in served.api("automations/filter", {})] == ["dead-runs-have-crashed"]
    assert (end.returncode, end.stdout.strip().splitlines()[-1]) == (
        0,
        "Flow run finished successfully in 'Completed'.",
    )
    assert list(served.folder.glob("out/simple-*/train.jsonl"))


def test_a_run_that_the_form_of_the_ui_begins_ends_completed(served: Served, ui: Ui):
    deployment = served.api("deployments/name/generate/simple")["id"]
    before = runs_of(served, deployment)
    ui.open(f"/deployments/deployment/{deployment}")
    ui.press("Run", "button")
    ui.press("Custom run")
    ui.wait_for_words("How many draws a row has")
    ui.fill("2", "input[type=number]")
    ui.press_until("Submit", "location.search.includes('tab=Runs')")
    run, *_ = runs_of(served, deployment) - before
    ui.open_run(run, "Completed")

    assert served.api(f"flow_runs/{run}")["parameters"]["num_instructions"] == 2
    ui.wait_for_words("training rows from 72 input rows; rejected")  # the log says what came of it
    assert served.api("artifacts/latest/filter", {"artifacts": {"key": {"any_": ["charts-simple"]}}})


@pytest.mark.nightly
def test_a_cancelled_run_keeps_what_is_in_flight_and_its_retry_asks_the_rest(served: Served, teacher):
    project = served.project(teacher)
    saved = served.python(f"from prefect.blocks.system import Secret; Secret(value={KEY!r}).save('team-key')")
    assert saved.returncode == 0, saved.stderr
    teacher.latency = 2.0
    chosen = {**project.choices, "key_block": "team-key", "max_in_flight": 4}
    first, second = served.begin("simple", **chosen), served.begin("nightly", **chosen)
    teacher.wait_for(6)
    assert served.api(f"flow_runs/{second}")["state_type"] == "SCHEDULED"  # the pool lets one run begin
    served.move(second, "CANCELLED")

    served.move(first, "CANCELLING")
    assert served.ended(first)["state_name"] == "Cancelled"
    with closing(sqlite3.connect(project.folder / "work" / "answers.sqlite")) as store:
        kept = store.execute("SELECT count(*) FROM answers").fetchone()[0]
    assert kept == len(teacher.prompts) < 38
    assert states_below(served, first) == {"CANCELLED"}

    teacher.latency = 0.0
    served.wait_for_the_worker(first)
    served.move(first, "SCHEDULED", "AwaitingRetry")
    assert served.ended(first)["state_name"] == "Completed"
    assert (len(teacher.prompts), teacher.asked_again) == (38, 0)

    assert {exchange.key for exchange in teacher.exchanges} == {KEY}
    assert everywhere(served, project.folder) == []


def states_below(served: Served, run: str) -> set[str]:
    below = {"flow_runs": {"parent_flow_run_id": {"any_": [run]}}}
    return {one["state_type"] for one in served.api("flow_runs/filter", below)}


def everywhere(served: Served, folder) -> list[str]:
    """Return each place where the key is: the API, the logs of server, worker and runs, the files, the kept replies."""
    files = [(str(file), file.read_bytes()) for file in served.folder.rglob("*") if file.is_file()]
    replies = [("answer store", reply) for reply in kept_replies(folder / "work" / "answers.sqlite")]
    told = list(told_by_prefect(f"{served.url}/api"))
    assert {"flow_runs", "logs", "block_documents"} <= {place for place, _ in told}
    return [place for place, content in [*files, *replies, *told] if KEY.encode() in content]
