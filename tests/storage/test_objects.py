import pytest

from sdg_flows.storage.objects import bring, entries, remove, send, send_new, write
from sdg_flows.storage.url import Url


@pytest.fixture(params=["memory", "file"])
def folder(request, tmp_path):
    return Url(f"{request.param}://{tmp_path}/there")


def test_files_are_sent_listed_brought_and_removed(folder, tmp_path):
    names = ["a", "below/b"]
    (tmp_path / "here" / "below").mkdir(parents=True)
    for name in names:
        (tmp_path / "here" / name).write_text(name)
    send(names, tmp_path / "here", folder)
    found = entries(folder)
    bring(names, folder, tmp_path / "back")
    remove(["a", "none"], folder)

    assert {name: entry.size for name, entry in found.items()} == {"a": 1, "below/b": 7}
    assert [(tmp_path / "back" / name).read_text() for name in names] == names
    assert list(entries(folder)) == ["below/b"]


def test_a_folder_that_is_not_there_has_no_files(folder):
    assert entries(folder) == {}


def test_a_new_file_does_not_go_over_one_that_is_there(folder, tmp_path):
    (tmp_path / "file").write_text("second")
    write(b"first", folder / "a", new=True)

    for again in (lambda: write(b"second", folder / "a", new=True), lambda: send_new(tmp_path / "file", folder / "a")):
        with pytest.raises(FileExistsError):
            again()
    assert (folder / "a").read_text("utf-8") == "first"
