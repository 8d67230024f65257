import re

import pytest

from orchestrate.counting_teacher import said
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir


def words_of(text):
    return [line.split() for line in text.splitlines()]


def test_what_is_kept_is_shown(there, bucket, sdg_flows):
    there.run_at()
    shown = {line[0]: line for line in words_of(sdg_flows("--work-dir", f"{bucket.url}/sdg", command="store").out)}

    assert shown["answers"][:2] == ["answers", "38"]
    assert shown["checkpoints"][:2] == ["checkpoints", "4"]
    assert shown["finished"] == ["finished", "runs", "1", "the", "folders", "of", "0", "are", "gone"]


@pytest.mark.nightly
def test_what_only_a_run_that_is_gone_refers_to_is_removed(there, project, teacher, bucket, sdg_flows):
    gone = there.run_at()
    for name in bucket.names(gone.removeprefix(f"{bucket.url}/")):
        bucket.client.delete_object(Bucket=bucket.name, Key=name)
    project.edit("response.yaml", "Respond to", "Reply to")
    there.run_at()
    end = sdg_flows("--work-dir", f"{bucket.url}/sdg", "--prune", "--yes", command="store")

    assert words_of(end.out)[0] == ["run", "gone", gone]
    assert [line[:2] for line in words_of(end.out)[1:3]] == [["answers", "19"], ["checkpoints", "2"]]
    assert len(bucket.names("sdg/answers/")) == 1
    assert len(bucket.names("sdg/checkpoints/")) == 4
    asked = len(teacher.prompts)
    there.run_at()
    assert len(teacher.prompts) == asked


def test_a_retry_there_asks_anew_what_came_back_unusable(there, project, teacher, sdg_flows):
    teacher.fault = lambda exchange: said("no tag") if exchange.prompt.endswith("topic 0003?") else None
    first = there.run_at()
    teacher.fault = lambda exchange: None
    asked = len(teacher.prompts)
    end = sdg_flows(first, command="retry")
    again = there.brought(end.out.strip())

    assert "asking 1 answers anew" in end.err
    assert len(teacher.prompts) == asked + 2
    here = project.run()
    assert all((again / name).read_bytes() == (here / name).read_bytes() for name in ("train.jsonl", "rejected.jsonl"))


def test_a_run_there_is_exported(there, bucket, sdg_flows):
    run = there.run_at()
    end = sdg_flows(run, "--form", "sharegpt", "--output", f"{bucket.url}/sharegpt.jsonl", command="export")

    assert end.code == 0
    assert "sharegpt.jsonl" in bucket.names()


@pytest.mark.nightly
def test_of_two_runs_the_second_is_refused_and_names_the_first(there, bucket, teacher, sdg_flows):
    with open_work_dir(f"{bucket.url}/sdg"):
        end = sdg_flows(*there.arguments)

    assert end.code == 5
    assert re.search(r"s3://.*/sdg: in use by process \d+ on .*--work-dir", end.err)
    assert teacher.prompts == []
    assert bucket.names() == []
