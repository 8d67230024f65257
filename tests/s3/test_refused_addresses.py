import pytest
import s3fs


@pytest.fixture
def refused(there, sdg_flows, teacher):
    """Return a function that calls with words that are wrong: nothing is asked, and one sentence is said."""

    def called(*words: str) -> tuple[int, str]:
        end = sdg_flows(*there.arguments, *words)
        assert (teacher.prompts, end.out) == ([], "")
        assert "Traceback" not in end.err
        return end.code, end.err.splitlines()[-1]

    return called


@pytest.mark.parametrize("flag", ["--work-dir", "--output"])
def test_a_bucket_that_is_not_there(refused, flag):
    code, told = refused(flag, "s3://bucket-nowhere/sdg")

    assert code == 2
    assert f"{flag} s3://bucket-nowhere/sdg: there is no such bucket" in told


def test_no_credentials(refused, monkeypatch, tmp_path):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    s3fs.S3FileSystem.clear_instance_cache()
    code, told = refused()

    assert code == 2
    assert "cannot be had with these credentials (Unable to locate credentials)" in told
    assert "AWS_ACCESS_KEY_ID" in told


@pytest.mark.nightly
def test_nobody_answers(refused, bucket):
    bucket.stop()
    code, told = refused()

    assert code == 74
    assert "/sdg: cannot be reached (Could not connect to the endpoint URL" in told
    assert "list-type" not in told


@pytest.mark.parametrize("named", ["s3://key:secret@bucket/sdg", "s3://bucket/sdg?X-Amz-Signature=secret"])
def test_an_address_that_holds_a_secret_is_refused_without_it(refused, named):
    code, told = refused("--work-dir", named)

    assert code == 2
    assert "--work-dir s3://…: holds a user, a password or a query" in told
    assert "secret" not in told


def test_a_protocol_that_nobody_knows(refused):
    assert refused("--work-dir", "s4://bucket/sdg")[0] == 2


def test_a_work_directory_that_keeps_nothing_is_not_shown(bucket, sdg_flows):
    end = sdg_flows("--work-dir", f"{bucket.url}/none", command="store")

    assert (end.code, end.err) == (
        2,
        f"sdg-flows: --work-dir {bucket.url}/none: keeps no answers. Expected the work directory of a run.\n",
    )
