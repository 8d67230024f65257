import json

import pytest

from orchestrate.project import lines
from sdg_flows.core.errors import SettingsError

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def published(bucket):
    """Return the address of the versions."""
    return f"{bucket.url}/published"


def versions(bucket):
    return {name.split("/")[2] for name in bucket.names("published/versions/")}


def read(bucket, name):
    return bucket.client.get_object(Bucket=bucket.name, Key=name)["Body"].read()


def test_a_run_that_refreshes_publishes_what_changed_beside_the_version_before(there, bucket, published):
    first = there.run(publish=published)
    there.run_at(publish=published)
    assert versions(bucket) == {first.name}

    fewer = there.run(publish=published, limit=5)
    assert versions(bucket) == {first.name, fewer.name}
    assert json.loads(read(bucket, "published/latest.json"))["folder"] == f"versions/{fewer.name}"
    version = f"published/versions/{fewer.name}"
    assert read(bucket, f"{version}/train.jsonl") == (fewer / "train.jsonl").read_bytes()
    told = json.loads(read(bucket, f"{version}/diff.json"))
    assert (told["before"], told["rows"]["added"]) == (first.name, 0)
    assert told["rows"]["gone"] == len(lines(first / "train.jsonl")) - len(lines(fewer / "train.jsonl"))


@pytest.mark.nightly
def test_a_run_of_this_machine_is_published_there_and_one_of_there_here(there, project, bucket, published, sdg_flows):
    runs = [str(project.run()), there.run_at(limit=5)]
    away = [sdg_flows(run, "--to", published, "--keep", "1", "--json", command="publish") for run in runs]
    here = sdg_flows(runs[1], "--to", str(project.folder / "published"), command="publish")

    name = runs[1].rpartition("/")[2]
    assert json.loads(away[1].out)["removed"] == [runs[0].rpartition("/")[2]]
    assert versions(bucket) == {name}
    assert here.out == f"Published {project.folder / 'published' / 'versions' / name}, the first version.\n"
    assert (project.folder / "published/versions" / name / "train.jsonl").read_bytes() == read(
        bucket, f"published/versions/{name}/train.jsonl"
    )


def test_a_place_that_cannot_be_published_to_is_refused_before_anything_is_asked(there, bucket, teacher, published):
    bucket.client.put_object(Bucket=bucket.name, Key="published/latest.json", Body=b'{"version": "gone"}')

    with pytest.raises(SettingsError, match=r"latest\.json: names s3://.*/versions/gone, which is not there"):
        there.run_at(publish=published)
    with pytest.raises(SettingsError, match="publish s3://bucket-nowhere/p: there is no such bucket"):
        there.run_at(publish="s3://bucket-nowhere/p")
    assert teacher.prompts == []


def test_a_bucket_that_is_not_there_is_told_in_a_sentence(project, bucket, sdg_flows):
    end = sdg_flows(str(project.run()), "--to", "s3://bucket-nowhere/p", command="publish")

    assert (end.code, end.out) == (2, "")
    assert end.err.startswith("sdg-flows: --to s3://bucket-nowhere/p: there is no such bucket")
