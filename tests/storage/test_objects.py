import pytest

from sdg_flows.storage.objects import (
    download_files,
    list_files,
    remove_files,
    upload_files,
    upload_new_file,
    write_file,
)
from sdg_flows.storage.url import Url


@pytest.fixture(params=["memory", "file"])
def folder(request, tmp_path):
    return Url(f"{request.param}://{tmp_path}/there")


def test_files_are_sent_listed_brought_and_removed(folder, tmp_path):
    names = ["a", "below/b"]
    (tmp_path / "here" / "below").mkdir(parents=True)
    for name in names:
        (tmp_path / "here" / name).write_text(name)
    upload_files(names, tmp_path / "here", folder)
    found = list_files(folder)
    download_files(names, folder, tmp_path / "back")
    remove_files(["a", "none"], folder)

    assert {name: entry.size for name, entry in found.items()} == {"a": 1, "below/b": 7}
    assert [(tmp_path / "back" / name).read_text() for name in names] == names
    assert list(list_files(folder)) == ["below/b"]


def test_a_folder_that_is_not_there_has_no_files(folder):
    assert list_files(folder) == {}


def test_a_new_file_does_not_go_over_one_that_is_there(folder, tmp_path):
    (tmp_path / "file").write_text("second")
    write_file(b"first", folder / "a", new=True)

    for again in (
        lambda: write_file(b"second", folder / "a", new=True),
        lambda: upload_new_file(tmp_path / "file", folder / "a"),
    ):
        with pytest.raises(FileExistsError):
            again()
    assert (folder / "a").read_text("utf-8") == "first"
