import pytest

from sdg_flows.storage.atomic_write import write_atomically


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    file = tmp_path / "note.json"
    for text in ("first", "second ü"):
        write_atomically(text, file)

    assert file.read_text(encoding="utf-8") == "second ü"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path):
    file = tmp_path / "note.json"
    write_atomically("first", file)
    (tmp_path / "note.partial").mkdir()

    with pytest.raises(OSError, match="Is a directory"):
        write_atomically("second", file)
    assert file.read_text() == "first"
