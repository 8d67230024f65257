import asyncio
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    TaskRunFilter,
    TaskRunFilterFlowRunId,
)
from prefect.client.schemas.objects import Artifact, FlowRun, TaskRun
from prefect.client.schemas.sorting import FlowRunSort

from orchestrate.counting_teacher import said
from orchestrate.project import Project, lines

SECONDS_UNTIL_TOLD = 30.0
"""Prefect tells its server of task runs in the background."""


@dataclass(frozen=True)
class Seen:
    """What a person sees of one run in the Prefect UI."""

    root: FlowRun
    subflows: list[FlowRun]
    tasks: list[TaskRun]
    artifacts: list[Artifact]


async def looked_up(output: str) -> Seen:
    async with get_client() as client:
        newest = await client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC)
        (root,) = [one for one in newest if one.parameters.get("output") == output]
        below = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[root.id]))
        subflows = await client.read_flow_runs(flow_run_filter=below)
        tasks = [task for one in subflows for task in await finished_tasks(client, one)]
        ids = ArtifactFilterFlowRunId(any_=[root.id, *(one.id for one in subflows)])
        artifacts = await client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ids))
    return Seen(root, subflows, tasks, artifacts)


async def finished_tasks(client: PrefectClient, subflow: FlowRun) -> list[TaskRun]:
    wanted = TaskRunFilter(flow_run_id=TaskRunFilterFlowRunId(any_=[subflow.id]))
    deadline = time.monotonic() + SECONDS_UNTIL_TOLD
    while True:
        tasks = await client.read_task_runs(task_run_filter=wanted)
        if tasks and all(task.state_type and task.state_type.value == "COMPLETED" for task in tasks):
            return tasks
        assert time.monotonic() < deadline, f"{subflow.name}: {[task.state_name for task in tasks]}"
        await asyncio.sleep(0.2)


@pytest.fixture(scope="module")
def seen(tmp_path_factory, prefect_server) -> Seen:
    """Return what is seen of a run of the simple suite over the example, with the offline teacher."""
    folder: Path = tmp_path_factory.mktemp("example")
    Project(folder, None).run(pipeline="simple", input=None, num_instructions=2)
    return asyncio.run(looked_up(str(folder / "out")))


def test_the_run_is_named_by_its_suite_and_the_time(seen):
    assert re.fullmatch(r"simple, \d\d \w{3} \d\d:\d\d", seen.root.name)
    assert seen.root.state_name == "Completed"


def test_the_state_says_in_a_sentence_what_was_made_rejected_and_spent(seen):
    assert re.fullmatch(
        r"Made \d+ training rows from 72 input rows; rejected \d+ \(.*duplicate.*\); asked \d+ answers, 0 "
        r"reused; .* tokens in and .* out, cost nothing; .* s\. All is in .*",
        seen.root.state.message,
    )


def test_each_pipeline_is_a_subflow_named_by_itself_and_its_rows(seen):
    assert sorted(one.name for one in seen.subflows) == [
        "freeform_skills over 6 rows",
        "grounded_skills over 6 rows",
        "knowledge over 60 rows",
    ]
    assert {one.state_name for one in seen.subflows} == {"Completed"}


def test_each_block_and_shard_is_a_task_run_with_a_name_to_read(seen):
    names = [task.name for task in seen.tasks]

    assert {"gen_pairs on shard 1 of 1", "keep_with_context on shard 1 of 1"} <= set(names)
    assert len({name.partition(" on ")[0] for name in names}) == 7
    assert all(re.fullmatch(r"[\w.]+ on shard \d+ of \d+", name) for name in names)


def test_a_run_over_a_table_says_so_in_its_name(project):
    project.run(input=str(project.folder / "seeds.jsonl"))

    assert re.fullmatch(r"flow over seeds\.jsonl, .*", asyncio.run(looked_up(project.choices["output"])).root.name)


def test_runs_are_tagged_by_suite_and_model(seen):
    assert {tuple(one.tags) for one in (seen.root, *seen.subflows)} == {("simple", "offline-extractive")}


def test_rejected_rows_are_a_table_by_reason_with_a_raw_answer_of_each(project, teacher):
    teacher.fault = lambda asked: said("# I would rather not.") if asked.prompt.startswith("Write") else None
    run = project.run()

    artifacts = asyncio.run(looked_up(project.choices["output"])).artifacts
    (table,) = [json.loads(str(one.data)) for one in artifacts if one.key == "rejected-flow"]
    assert sum(line["rows"] for line in table) == len(lines(run / "rejected.jsonl"))
    assert (table[0]["block"], table[0]["an answer, as it came"]) == ("write_questions", r"\# I would rather not.")


def test_what_was_made_and_the_progress_of_each_pipeline_are_artifacts(seen):
    artifacts = {one.key: one for one in seen.artifacts}

    assert {key: one.type for key, one in artifacts.items()} == {
        "summary-simple": "markdown",
        "samples-simple": "markdown",
        "files-simple": "markdown",
        "report-simple": "markdown",
        "rejected-simple": "table",
        "progress-knowledge": "progress",
        "progress-grounded-skills": "progress",
        "progress-freeform-skills": "progress",
    }
    assert "simple" in str(artifacts["report-simple"].data)
    assert "| **Cost** | nothing |" in str(artifacts["summary-simple"].data)
    assert str(artifacts["samples-simple"].data).count("**Assistant**") == 10
    assert f"{seen.root.parameters['output']}/simple-" in str(artifacts["files-simple"].data)
    assert artifacts["progress-knowledge"].data == 100.0


def test_no_setting_that_could_be_secret_is_a_parameter(seen):
    said = {name for name in seen.root.parameters if re.search("key|token$|secret|password", name)}

    assert said == {"key_block"}  # the name of a block, see test_secret_keys.py
