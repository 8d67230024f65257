"""The pictures of the Prefect UI in docs/images, taken anew by `make screenshots` and looked at before they are kept.

Without SDG_PICTURES they are taken into a folder of the test, so that what they show is still there to be shown.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from deployments.served import Served
from deployments.ui import HEIGHT, Ui

pytestmark = [pytest.mark.timeout(400), pytest.mark.nightly]

LARGEST = 250_000
"""Bytes of a picture."""


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for the pictures."""
    asked = os.environ.get("SDG_PICTURES")
    return Path(asked).resolve() if asked else tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def finished(served: Served) -> str:
    """Return a finished run of the long pipelines over the example."""
    run = served.begin("full", num_instructions=2)
    assert served.ended(run, seconds=240)["state_name"] == "Completed"
    return run


@pytest.fixture
def picture(ui: Ui, album: Path) -> Callable[..., None]:
    """Return a function that takes a picture of what is seen."""

    def taken(name: str, height: int = HEIGHT) -> None:
        file = album / f"{name}.png"
        ui.picture(file, height)
        assert file.stat().st_size < LARGEST

    return taken


def test_the_runs_page_names_runs_by_what_they_do(ui: Ui, picture, finished):
    ui.open("/runs")
    ui.wait_for("knowledge over 60 rows", "a")
    picture("runs", height=1100)


def test_the_page_of_a_run_says_what_was_made_rejected_and_spent(ui: Ui, picture, finished):
    ui.open_run(finished, "Completed")
    ui.wait_for_words("training rows from 72 input rows; rejected")
    picture("flow-run", height=1200)


def test_the_graph_of_a_pipeline_has_its_blocks(served: Served, ui: Ui, picture, finished):
    below = {"flow_runs": {"parent_flow_run_id": {"any_": [finished]}}}
    (knowledge,) = [one for one in served.api("flow_runs/filter", below) if one["name"].startswith("knowledge")]
    ui.open_run(knowledge["id"], "Completed")
    picture("graph")


def test_a_run_has_its_summary_samples_and_rejected_rows_as_artifacts(ui: Ui, picture, finished):
    ui.open_run(finished, "Completed")
    ui.press("Artifacts", "*")
    for key in ("summary-full", "samples-full", "rejected-full", "files-full", "report-full"):
        ui.wait_for(key)
    picture("artifacts")


@pytest.mark.parametrize(
    ("key", "words"),
    [("summary-full", "Throughput"), ("rejected-full", "an answer, as it came"), ("samples-full", "User")],
)
def test_an_artifact_shows_what_was_made_or_why_it_was_rejected(served: Served, ui: Ui, picture, finished, key, words):
    wanted = {"flow_run_id": {"any_": [finished]}, "key": {"any_": [key]}}
    (one,) = served.api("artifacts/filter", {"artifacts": wanted})
    ui.open(f"/artifacts/artifact/{one['id']}")
    ui.wait_for_words(words)
    picture(key.partition("-")[0])


def test_the_form_of_a_run_has_groups_and_a_sentence_under_each_field(served: Served, ui: Ui, picture):
    ui.open(f"/deployments/deployment/{served.api('deployments/name/generate/simple')['id']}/run")
    ui.wait_for_words("A suite's name, a folder of flow files, or one flow file.")
    ui.wait_for_words("Who answers.")
    picture("run-form", height=1450)
