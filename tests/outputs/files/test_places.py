from datetime import datetime, timezone

import pytest

from sdg_flows.core.errors import DiskError
from sdg_flows.outputs.files.places import free_folder, local_copy, new_run_folder, writable_file
from sdg_flows.storage.objects import list_files, write_file
from sdg_flows.storage.url import Url


@pytest.fixture
def runs(tmp_path):
    return Url(f"memory://{tmp_path}/runs")


def fill(folder):
    (folder / "below").mkdir()
    for name in ("README.md", "run.json", "below/rows.jsonl"):
        (folder / name).write_text(name)


def test_a_run_is_sent_with_all_its_files(runs):
    with new_run_folder(runs / "run") as folder:
        fill(folder)
        assert list_files(runs) == {}

    assert sorted(list_files(runs)) == ["run/README.md", "run/below/rows.jsonl", "run/run.json"]
    assert (runs / "run/below/rows.jsonl").read_text("utf-8") == "below/rows.jsonl"


def test_a_run_that_fails_is_not_sent(runs):
    with pytest.raises(FileNotFoundError), new_run_folder(runs / "run") as folder:
        fill(folder / "none")

    assert list_files(runs) == {}


def test_a_run_never_goes_over_another(runs):
    write_file(b"another", runs / "run" / "README.md")
    with pytest.raises(DiskError, match="run: is there already"), new_run_folder(runs / "run") as folder:
        fill(folder)

    assert list(list_files(runs)) == ["run/README.md"]


def test_a_taken_second_gets_a_number(runs):
    started = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
    first = free_folder(runs, "simple", started)
    write_file(b"", first / "README.md")

    assert str(free_folder(runs, "simple", started)) == f"{first}-2"


def test_a_file_is_sent_when_it_is_written(runs):
    with writable_file(runs / "rows.jsonl") as file:
        file.write_text("row")

    assert (runs / "rows.jsonl").read_text("utf-8") == "row"


def test_a_folder_is_brought_here(runs):
    write_file(b"rows", runs / "run" / "below" / "rows.jsonl")
    with local_copy(runs / "run") as folder:
        assert (folder / "below" / "rows.jsonl").read_text() == "rows"
