import os
import stat
from pathlib import Path

import pytest

from sdg_flows.core.errors import DiskError, WorkDirInUse
from sdg_flows.orchestrate.work_dir import WorkDir


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_can_be_read_by_its_owner_only(project, open_umask):
    project.run()
    work = project.folder / "work"

    assert {path.name: mode(path) for path in (work, work / "checkpoints", work / "answers.sqlite", work / "lock")} == {
        "work": 0o700,
        "checkpoints": 0o700,
        "answers.sqlite": 0o600,
        "lock": 0o600,
    }


def test_a_folder_that_was_there_stays_as_open_as_it_was_and_what_is_kept_in_it_is_closed(project):
    work = project.folder / "work"
    work.mkdir()
    work.chmod(0o755)
    project.run()

    modes = [mode(path) for path in (work, work / "checkpoints", work / "answers.sqlite")]
    assert modes == [0o755, 0o700, 0o600]


def test_a_held_folder_names_its_holder(tmp_path):
    work = WorkDir(tmp_path).made()

    told = pytest.raises(WorkDirInUse, match=f"in use by process {os.getpid()} on .*--work-dir")
    with work.held(), told, work.held():
        pass


def test_a_folder_can_be_held_again_after_it_was_let_go(tmp_path):
    work = WorkDir(tmp_path).made()
    with work.held():
        pass
    with work.held():
        pass


def test_each_fresh_draw_is_counted_once(tmp_path):
    work = WorkDir(tmp_path).made()

    assert [work.fresh(again=again) for again in (False, True, False, True)] == [0, 1, 1, 2]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "work").write_text("")

    with pytest.raises(DiskError, match="work: the work directory cannot be written"):
        WorkDir(tmp_path / "work").made()
