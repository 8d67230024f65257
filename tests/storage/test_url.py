import subprocess
import sys
from pathlib import Path

import pytest

from sdg_flows.core.errors import DiskError, SettingsError
from sdg_flows.storage.objects import write_file
from sdg_flows.storage.url import Url, place


def test_a_path_is_a_path_and_an_address_an_address():
    assert place("out/data") == Path("out/data")
    assert place("s3://bucket/data/") == Url("s3://bucket/data")


def test_an_address_has_parts_as_a_path_has():
    run = Url("memory://parts") / "run-1"

    assert (str(run), run.name, run.resolve(), run.absolute()) == ("memory://parts/run-1", "run-1", run, run)


def test_what_is_there_is_told_and_read():
    folder = Url("memory://told/run")
    write_file(b"one\ntwo\n", folder / "rows.jsonl")

    with (folder / "rows.jsonl").open(encoding="utf-8") as lines:
        assert list(lines) == ["one\n", "two\n"]
    assert (folder / "rows.jsonl").read_text("utf-8") == "one\ntwo\n"
    assert (folder.is_dir(), folder.is_file(), (folder / "rows.jsonl").is_file()) == (True, False, True)
    assert not (folder / "none").exists()


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(DiskError, match=r"memory://told/none: cannot be read \("):
        Url("memory://told/none").read_text("utf-8")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("s3://key:secret@bucket/sdg", "--work-dir s3://…: holds a user, a password or a query"),
        ("s3://bucket/sdg?signature=secret", "--work-dir s3://…: holds a user, a password or a query"),
        ("simplecache::s3://bucket/sdg", "--work-dir simplecache::s3://bucket/sdg: this is no address"),
    ],
)
def test_an_address_that_holds_more_than_a_place_is_refused(named, told):
    with pytest.raises(SettingsError) as refused:
        place(named, "--work-dir")

    assert told in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_protocol_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(SettingsError, match=r"memry://a: there is no file system 'memry'. Did you mean 'memory'\?"):
        Url("memry://a").exists()


def test_a_package_that_is_not_installed_is_named_with_the_extra_that_brings_it():
    without = (
        "import sys; sys.modules['s3fs'] = None; from sdg_flows.storage.url import Url; Url('s3://b/sdg').exists()"
    )
    end = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True)

    assert "s3://b/sdg: a package for s3:// is not installed. `pip install 'sdg_flows[s3]'`." in end.stderr
