import json

import pytest

from orchestrate.project import lines
from orchestrate.test_human_review import REVIEW
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited, write_verdicts
from sdg_flows.storage.objects import write_file

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def reviewed(there, project):
    """Return the project with people at its end, in the bucket."""
    flow = project.folder / "flow.yaml"
    flow.write_text(flow.read_text().rstrip() + REVIEW)
    return there


def waiting(run):
    """Return the file in which the rows of a run wait."""
    with pytest.raises(ReviewAwaited) as awaited:
        run()
    return awaited.value.file


def test_rows_wait_in_the_bucket_and_go_on_with_what_people_write_there(reviewed, bucket, teacher):
    file = waiting(reviewed.run_at)
    asked = len(teacher.prompts)
    (key,) = bucket.names("sdg/reviews/")
    assert str(file) == f"{bucket.url}/{key}"

    body = bucket.client.get_object(Bucket=bucket.name, Key=key)["Body"].read().decode()
    filled = body.replace('"verdict": ""', '"verdict": "rejected"', 1).replace('"verdict": ""', '"verdict": "approved"')
    bucket.client.put_object(Bucket=bucket.name, Key=key, Body=filled.encode())
    run = reviewed.run()

    assert len(teacher.prompts) == asked
    assert len(lines(run / "train.jsonl")) == len(body.splitlines()) - 1
    (left,) = [row for row in lines(run / "rejected.jsonl") if row["block"] == "people_agree"]
    assert left["row_id"] == json.loads(body.splitlines()[0])["row_id"]


@pytest.mark.nightly
def test_what_is_said_in_the_prefect_ui_is_written_there(reviewed):
    file = waiting(reviewed.run_at)
    first = json.loads(file.read_text("utf-8").splitlines()[0])["row_id"]
    write_verdicts(file, approve=[first], reject=[], rest="rejected", note="dull", other=None)

    assert [row["row_id"] for row in lines(reviewed.run() / "generated" / "flow.jsonl")] == [first]


def test_a_verdict_that_is_none_is_told_with_its_place_in_the_bucket(reviewed, sdg_flows):
    file = waiting(reviewed.run_at)
    write_file(file.read_text("utf-8").replace('"verdict": ""', '"verdict": "aproved"', 1).encode(), file)
    end = sdg_flows(*reviewed.arguments)

    assert end.code == 75
    assert f"{file}:1: found the verdict 'aproved', expected approved or rejected." in end.err


def test_verdicts_come_with_the_work_directory_that_is_copied_there(reviewed, project, bucket, teacher, sdg_flows):
    write_verdicts(waiting(project.run), approve=[], reject=[], rest="approved", note="", other=None)
    asked = len(teacher.prompts)
    end = sdg_flows("--work-dir", str(project.folder / "work"), "--copy-to", f"{bucket.url}/sdg", command="store")
    reviewed.run_at()

    assert "and 1 file of reviews came there" in end.out
    assert len(teacher.prompts) == asked
