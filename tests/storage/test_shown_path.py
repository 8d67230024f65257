from pathlib import Path

from sdg_flows.storage.shown_path import shown_path


def test_a_path_below_the_current_folder_is_seen_from_it_and_every_other_is_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert shown_path(tmp_path / "a" / "b") == "a/b"
    assert [shown_path(Path(given)) for given in (tmp_path.parent, "a/b", "../b")] == [
        str(tmp_path.parent),
        "a/b",
        "../b",
    ]
