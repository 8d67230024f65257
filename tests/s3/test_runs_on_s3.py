import re
import shutil
import signal
import threading
import time

import pytest

from cli.commands import killed
from orchestrate.counting_teacher import failing
from orchestrate.project import record, rows_decide, seeds
from s3.bucket import SECRET
from sdg_flows.orchestrate.workdir.mirror_upload import SECONDS_BETWEEN_UPLOADS

pytestmark = pytest.mark.timeout(300)


def test_a_run_on_s3_writes_the_bytes_of_one_on_this_machine(there, project, teacher):
    away = there.run()
    here = project.run()

    assert rows_decide(away) == rows_decide(here)
    assert record(away)["files"].keys() == record(here)["files"].keys()
    assert len(teacher.prompts) == 2 * 38


def test_the_same_command_again_asks_nothing(there, teacher):
    first = there.run()
    again = there.run()

    assert rows_decide(again) == rows_decide(first)
    assert again.name != first.name
    assert len(teacher.prompts) == 38


@pytest.mark.nightly
def test_after_a_run_nothing_of_it_lies_on_this_machine(there, project, monkeypatch):
    temporary = project.folder / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    there.run_at()

    assert list(temporary.iterdir()) == []
    assert {path.name for path in project.folder.iterdir()} & {"work", "out"} == set()


def test_fresh_draws_are_counted_there(there, teacher):
    there.run_at()
    there.run_at(fresh=True)
    there.run_at()

    assert len(teacher.prompts) == 2 * 38


def test_annotated_rows_are_written_there_too(there, bucket):
    there.run_at(save_path=f"{bucket.url}/rows.jsonl")

    assert len(bucket.client.get_object(Bucket=bucket.name, Key="rows.jsonl")["Body"].read().splitlines()) == 20


@pytest.mark.parametrize("way", [pytest.param("file by file", marks=pytest.mark.nightly), "by the command"])
def test_a_run_begun_here_is_finished_there_and_asks_only_the_rest(
    there, project, teacher, bucket, sdg_flows, tmp_path, way
):
    teacher.fault = lambda exchange: failing(401, "no more") if exchange.prompt.startswith("Respond") else None
    assert sdg_flows(*project.arguments).code == 4
    teacher.fault = lambda exchange: None
    before = len(teacher.prompts)
    if way == "file by file":
        bucket.take(project.folder / "work", "sdg")
    else:
        sdg_flows("--work-dir", str(project.folder / "work"), "--copy-to", f"{bucket.url}/sdg", command="store")
    away = there.run()
    rest = teacher.prompts[before:]

    assert len(rest) == 19
    assert all(prompt.startswith("Respond") for prompt in rest)
    assert rows_decide(away) == rows_decide(project.run(work_dir=str(project.folder / "other work")))


@pytest.mark.nightly
def test_a_run_begun_there_is_finished_here(there, project, teacher, bucket, sdg_flows):
    away = there.run()
    end = sdg_flows("--work-dir", f"{bucket.url}/sdg", "--copy-to", str(project.folder / "work"), command="store")

    assert "38 answers, 4 checkpoints, 1 note of runs and 0 files of reviews came there" in end.out
    assert rows_decide(project.run()) == rows_decide(away)
    assert len(teacher.prompts) == 38


@pytest.mark.nightly
def test_a_killed_run_asks_again_at_most_what_came_in_its_last_seconds(there, project, teacher, start):
    project.write_seeds(seeds(150))
    teacher.latency = 0.25
    process = start(*there.arguments, "--max-in-flight", "8")
    teacher.wait_for(220)
    at = time.monotonic()
    assert killed(process) == -signal.SIGKILL
    before = [one for one in teacher.exchanges if one.answered and one.answered < at - SECONDS_BETWEEN_UPLOADS - 1.5]
    asked = len(teacher.prompts)
    teacher.latency = 0.0
    away = there.run()

    assert len(before) > 50
    assert not {one.prompt for one in before} & set(teacher.prompts[asked:])
    assert len(set(teacher.prompts)) == 2 * 149
    assert rows_decide(away) == rows_decide(project.run(work_dir=str(project.folder / "other work")))


@pytest.mark.nightly
def test_a_stopped_run_sends_all_it_was_answered(there, project, teacher, start):
    project.write_seeds(seeds(150))
    teacher.latency = 0.25
    process = start(*there.arguments, "--max-in-flight", "8")
    teacher.wait_for(100)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 128 + signal.SIGTERM
    teacher.latency = 0.0
    there.run_at()

    assert teacher.asked_again == 0


def test_no_secret_is_written(there, bucket):
    there.run_at()

    for name in bucket.names():
        assert SECRET.encode() not in bucket.client.get_object(Bucket=bucket.name, Key=name)["Body"].read()


@pytest.mark.nightly
def test_a_run_whose_bucket_is_gone_for_long_stops_and_what_it_was_answered_is_not_lost(
    there, project, teacher, bucket, sdg_flows, monkeypatch
):
    monkeypatch.setattr("sdg_flows.orchestrate.workdir.mirror_upload.MAX_SECONDS_WITHOUT_UPLOAD", 1.0)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("s3fs.S3FileSystem.retries", 1)
    project.write_seeds(seeds(150))
    teacher.latency = 0.25
    going = threading.Thread(target=lambda: (teacher.wait_for(60), bucket.stop()))
    going.start()
    end = sdg_flows(*there.arguments, "--max-in-flight", "4")
    going.join()
    left = re.search(r"What was not sent lies in (\S+), a work directory of its own", end.err)
    asked = len(teacher.prompts)
    bucket.start_again()
    teacher.latency = 0.0
    sdg_flows("--work-dir", left[1], "--copy-to", f"{bucket.url}/sdg", command="store")
    there.run_at()

    assert end.code == 74
    assert 60 <= asked < 2 * 149
    assert teacher.asked_again == 0
    shutil.rmtree(left[1])
