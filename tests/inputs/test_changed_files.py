import pytest

from inputs.leaves import commit, repository
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.changed_files import changed_files


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a commit of `old` and `t/same`, one of `tracked`, and `t/loose` that is in none."""
    repository(tmp_path, {"old": "1", "t/same": "1", ".gitignore": "*.log"})
    (tmp_path / "tracked").write_text("1")
    commit(tmp_path)
    (tmp_path / "t" / "loose").write_text("1")
    (tmp_path / "x.log").write_text("1")
    return tmp_path


@pytest.mark.parametrize(
    ("base", "names"),
    [("main", ["t/loose"]), ("main^", ["t/loose", "tracked"]), ("HEAD~1", ["t/loose", "tracked"])],
)
def test_files_committed_since_the_base_and_untracked_ones_are_given(folder, base, names):  # C139
    assert changed_files(folder, base) == {folder.resolve() / name for name in names}


def test_what_is_not_committed_counts_and_what_is_deleted_does_not(folder):
    (folder / "old").write_text("2")
    (folder / "tracked").unlink()

    assert changed_files(folder, "main") == {folder.resolve() / "old", folder.resolve() / "t/loose"}


def test_only_files_below_the_folder_are_given(folder):
    (folder / "old").write_text("2")

    assert changed_files(folder / "t", "main") == {folder.resolve() / "t/loose"}


@pytest.mark.parametrize("base", ["nope", "--output=x"])
def test_a_base_that_is_not_there_is_refused(folder, base):
    with pytest.raises(InputError, match=rf"what is new since '{base}' cannot be told: fatal: Not a valid object name"):
        changed_files(folder, base)


def test_a_folder_outside_git_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"cannot be told: fatal: not a git repository"):
        changed_files(tmp_path, "main")
