"""What a person does in the Prefect UI, by a headless Chromium."""

import sqlite3
from contextlib import closing

import pytest

from deployments.served import Served
from deployments.ui import Ui
from orchestrate.project import lines

pytestmark = [pytest.mark.timeout(300), pytest.mark.nightly]

REVIEW = """
  - name: people_agree             # question, response in
    type: HumanReviewBlock
    config: {show: [question, response]}
"""


def test_a_run_that_is_cancelled_in_the_ui_keeps_what_is_in_flight_and_its_retry_asks_the_rest(
    served: Served, ui: Ui, teacher
):
    project = served.project(teacher)
    teacher.latency = 2.0
    run = served.begin("simple", **project.choices, max_in_flight=4)
    teacher.wait_for(6)
    ui.open(f"/runs/flow-run/{run}")
    ui.press("Cancel", "button")
    ui.press("Confirm", ".p-modal button")
    ui.wait_for_state("Cancelled")

    with closing(sqlite3.connect(project.folder / "work" / "answers.sqlite")) as store:
        assert store.execute("SELECT count(*) FROM answers").fetchone()[0] == len(teacher.prompts) < 38
    teacher.latency = 0.0
    served.wait_for_the_worker(run)
    ui.press("Retry", "button")
    ui.press("Retry", ".p-modal button")
    ui.wait_for_state("Completed")
    assert (len(teacher.prompts), teacher.asked_again) == (38, 0)


def test_a_run_whose_rows_wait_for_people_goes_on_with_what_they_say_in_the_ui(served: Served, ui: Ui, teacher):
    project = served.project(teacher)
    flow = project.folder / "flow.yaml"
    flow.write_text(flow.read_text().rstrip() + REVIEW)
    run = served.begin("simple", **{**project.choices, "output": str(project.folder / "reviewed")})
    ui.open_run(run, "Suspended")
    (file,) = project.folder.glob("work/reviews/*.jsonl")
    asked, first = len(teacher.prompts), lines(file)[0]["row_id"]

    ui.press("Resume", "button")
    ui.wait_for_words("What becomes of the rows that are not named below.")
    ui.choose("approve", ".p-modal select")
    ui.press("Add item", ".p-modal button", first=True)
    ui.fill("too easy", ".p-modal textarea", 1)
    ui.fill(first[:10], ".p-modal textarea", 0)
    ui.press("Submit", ".p-modal button")
    ui.wait_for_state("Completed")

    (made,) = project.folder.glob("reviewed/*")
    (left,) = [row for row in lines(made / "rejected.jsonl") if row["block"] == "people_agree"]
    assert (left["row_id"], left["detail"]) == (first, "too easy")
    assert len(lines(made / "train.jsonl")) == len(lines(file)) - 1
    assert len(teacher.prompts) == asked
