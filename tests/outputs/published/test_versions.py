import json
import shutil

import pyarrow as pa
import pytest

from outputs.records import made, run
from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.past_runs.run_folders import KeptRun, read_facts, runs_in
from sdg_flows.outputs.published.versions import describe, latest, publish
from sdg_flows.outputs.run_folder.folder import write_run_folder
from sdg_flows.storage.objects import list_files
from sdg_flows.storage.url import place

TIDES, SHORES = ("a" * 24, "tides", "sea/t.md"), ("b" * 24, "shores", "sea/s.md")


def rows_of(*rows):
    ids, texts, sources = zip(*rows, strict=True)
    return pa.table(
        {
            "row_id": pa.array(ids),
            "document": pa.array(texts),
            "question": pa.array([f"What of {text}?" for text in texts]),
            "response": pa.array(texts),
            "leaf_node_path": pa.array(["sea"] * len(ids)),
            "source": pa.array(sources),
        }
    )


@pytest.fixture
def ran(tmp_path):
    """Return a function that writes a run which made rows of documents, each by id, text and source."""

    def write_run(name, *rows, day=1):
        table = rows_of(*rows)
        record = run(made(table, inputs=table.drop_columns(["question", "response"])), name=name)
        record = run(*record.results, name=name, started=record.started.replace(day=day))
        return KeptRun(tmp_path / "out" / name, read_facts(write_run_folder(record, tmp_path / "out" / name).folder))

    return write_run


@pytest.fixture(params=["here", "at an address"])
def published(request, tmp_path):
    return place(f"memory://{tmp_path}/published") if request.param == "at an address" else tmp_path / "published"


def text(file):
    return file.read_text(encoding="utf-8")


def test_the_first_version_is_the_run_with_all_its_files(ran, published):
    first = ran("n1", TIDES)
    publication = publish(first, published)

    assert describe(publication) == f"Published {published / 'versions' / 'n1'}, the first version."
    assert read_facts(published / "versions" / "n1") == first.facts
    assert text(published / "versions" / "n1" / "train.jsonl") == text(first.folder / "train.jsonl")
    told = json.loads(text(published / "latest.json"))
    assert (told["version"], told["folder"], told["before"]) == ("n1", "versions/n1", None)


def test_a_run_with_the_same_rows_is_not_published(ran, published):
    publish(ran("n1", TIDES), published)
    publication = publish(ran("n2", TIDES), published)

    assert describe(publication) == "No row has changed since n1; nothing was published."
    assert latest(published).folder == published / "versions" / "n1"
    assert not (published / "versions" / "n2").exists()


def test_a_version_stands_beside_the_one_before_with_a_diff_that_names_the_document(ran, published):
    publish(ran("n1", TIDES, SHORES), published)
    edited = ("c" * 24, "tides by the moon", "sea/t.md")
    publication = publish(ran("n2", edited, SHORES), published)

    version = published / "versions" / "n2"
    assert describe(publication) == f"Published {version}: 1 row added, 1 gone, 0 changed since n1."
    assert latest(published).folder == version
    assert read_facts(published / "versions" / "n1")["name"] == "n1"
    told = json.loads(text(version / "diff.json"))
    assert (told["before"], told["after"], list(told["documents"])) == ("n1", "n2", ["sea/t.md"])
    assert told["leaves"] == {}
    assert told["rows_by_file"]["generated/sea.jsonl"]["examples"] == {
        "changed": [],
        "gone": ["a" * 24],
        "added": ["c" * 24],
    }
    page = text(version / "diff.md")
    assert "**1 row added, 1 gone, 0 changed, 1 kept.**" in page
    assert "- sea/t.md: changed\n" in page
    assert "| sea | 1 | 1 | 0 | 1 |" in page


def test_a_document_that_is_new_or_gone_is_named_so(ran, published):
    publish(ran("n1", TIDES), published)
    publish(ran("n2", SHORES), published)

    page = text(published / "versions" / "n2" / "diff.md")
    assert "- sea/t.md: only in the first\n- sea/s.md: only in the second\n" in page


def test_only_the_newest_versions_are_kept(ran, published):
    for day, name in enumerate(("n1", "n2", "n3"), 1):
        publication = publish(ran(name, (f"{day}" * 24, name, "sea/t.md"), day=day), published, keep=2)

    assert publication.removed == ("n1",)
    assert describe(publication).endswith(" since n2. Removed: n1.")
    assert [run.folder.name for run in runs_in(published / "versions")] == ["n2", "n3"]


def test_the_version_of_an_older_run_is_kept_when_it_is_the_latest(ran, published):
    publish(ran("n2", TIDES, day=2), published)
    publication = publish(ran("n1", SHORES, day=1), published, keep=1)

    assert publication.removed == ("n2",)
    assert latest(published).folder == published / "versions" / "n1"


def test_a_version_that_is_gone_is_told(ran, tmp_path):
    publish(ran("n1", TIDES), tmp_path / "published")
    shutil.rmtree(tmp_path / "published" / "versions" / "n1")

    with pytest.raises(SettingsError, match=r"latest\.json: names .*n1, which is not there\. Put it back"):
        publish(ran("n2", SHORES), tmp_path / "published")


def test_nothing_is_left_of_a_version_that_cannot_be_written(ran, tmp_path):
    first = ran("n1", TIDES)
    (first.folder / "train.jsonl").unlink()
    (first.folder / "train.jsonl").symlink_to(tmp_path / "gone")
    published = tmp_path / "published"

    with pytest.raises(Exception, match="the version cannot be written"):
        publish(first, published)

    assert list_files(place(f"file://{published}")) == {}
