import errno
import hashlib

import pytest

from sdg_flows.core.errors import DiskError
from sdg_flows.outputs.files.atomic_files import FileFacts, check_writable, new_folder, replace_file, write_lines


def test_lines_are_counted_and_the_digest_is_that_of_the_file(tmp_path):
    facts = write_lines(tmp_path / "rows.jsonl", ["eins", "zwölf"])

    content = (tmp_path / "rows.jsonl").read_bytes()
    assert content == "eins\nzwölf\n".encode()
    assert facts == FileFacts(2, hashlib.sha256(content).hexdigest())


def test_no_lines_make_an_empty_file(tmp_path):
    facts = write_lines(tmp_path / "rows.jsonl", [])

    assert facts == FileFacts(0, hashlib.sha256(b"").hexdigest())
    assert (tmp_path / "rows.jsonl").read_bytes() == b""


def test_the_folder_appears_with_all_its_files_only_at_the_end(tmp_path):
    folder = tmp_path / "new" / "run"
    with new_folder(folder) as partial:
        write_lines(partial / "inner" / "a.txt", ["a"])
        assert partial.name.startswith(".run.partial-")
        assert not folder.exists()

    assert [path.name for path in folder.parent.iterdir()] == ["run"]
    assert (folder / "inner" / "a.txt").read_text() == "a\n"


def fail_midway(folder, error):
    with new_folder(folder) as partial:
        write_lines(partial / "a.txt", ["a"])
        raise error


def test_a_full_disk_leaves_nothing_behind_and_says_why(tmp_path):
    full = OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskError, match=r"run: the run's files cannot be written: No space left on device\."):
        fail_midway(tmp_path / "run", full)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_whatever_ends_the_writing_leaves_nothing_behind(tmp_path, error):
    with pytest.raises(error):
        fail_midway(tmp_path / "run", error)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", ["mkdir", "touch"])
def test_what_is_there_already_is_never_written_over(tmp_path, make):
    getattr(tmp_path / "run", make)()

    with pytest.raises(DiskError, match=r"run: is there already, and a run never writes over another"):
        new_folder(tmp_path / "run").__enter__()


def test_a_dangling_link_counts_as_there_already(tmp_path):
    (tmp_path / "run").symlink_to(tmp_path / "nowhere")

    with pytest.raises(DiskError, match="is there already"):
        new_folder(tmp_path / "run").__enter__()


def write_while_another_writes(folder):
    with new_folder(folder):
        folder.mkdir()
        (folder / "theirs.txt").write_text("theirs")


def test_a_folder_that_another_run_wrote_meanwhile_is_kept(tmp_path):
    with pytest.raises(DiskError, match="cannot be written"):
        write_while_another_writes(tmp_path / "run")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["run", "theirs.txt"]


def test_a_parent_that_is_a_file_is_a_disk_error(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(DiskError, match=r"file/run: the run's files cannot be written: (Not a directory|File exists)"):
        new_folder(tmp_path / "file" / "run").__enter__()


def test_lines_go_over_a_file_that_is_there(tmp_path):
    (tmp_path / "a.jsonl").write_text("old")

    assert replace_file(tmp_path / "a.jsonl", ["new"], "the mix").lines == 1
    assert (tmp_path / "a.jsonl").read_text() == "new\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_lines_that_end_in_an_error_leave_the_file_as_it_was(tmp_path):
    (tmp_path / "a.jsonl").write_text("old")

    with pytest.raises(ZeroDivisionError):
        replace_file(tmp_path / "a.jsonl", (str(1 // at) for at in (1, 0)), "the mix")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_folder_that_is_not_there_can_be_written_and_is_not_made(tmp_path):
    check_writable(tmp_path / "new" / "out", "--output")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_stands_on_a_file_is_refused(tmp_path):
    (tmp_path / "out").touch()

    with pytest.raises(DiskError, match=r"--output .*out/runs: .*/out is no folder\."):
        check_writable(tmp_path / "out" / "runs", "--output")


def test_a_file_can_be_written_where_there_is_none_or_another_and_not_over_a_folder(tmp_path):
    (tmp_path / "labels.jsonl").touch()
    for free in ("labels.jsonl", "new/labels.jsonl"):
        check_writable(tmp_path / free, "--save-path", a_file=True)

    with pytest.raises(DiskError, match=r"--save-path .*: is a folder; expected a file\."):
        check_writable(tmp_path, "--save-path", a_file=True)
