import os
import stat
from pathlib import Path

import pytest

from sdg_flows.core.errors import DiskError, SettingsError, WorkDirInUse
from sdg_flows.orchestrate.embedded_server import start_server
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.orchestrate.workdir.work_dir_copy import copy_work_dir


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


@pytest.mark.parametrize("open_to", [0o775, 0o757, 0o1777])
def test_a_folder_that_others_may_write_is_refused(tmp_path, open_to):
    tmp_path.chmod(open_to)

    with pytest.raises(SettingsError, match=f"others may write there .mode {open_to:o}.*chmod go-w"):
        WorkDir(tmp_path).create()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(tmp_path):
    os.chown(tmp_path, 4321, -1)

    with pytest.raises(SettingsError, match="belongs to user 4321, and this is user 0"):
        WorkDir(tmp_path).create()


def test_the_log_of_the_embedded_server_can_be_read_by_its_owner_only(tmp_path, open_umask):
    start_server(WorkDir(tmp_path).server_log).kill()

    assert mode(WorkDir(tmp_path).server_log) == 0o600


def test_a_held_folder_names_its_holder(tmp_path):
    work = WorkDir(tmp_path).create()

    told = pytest.raises(WorkDirInUse, match=f"in use by process {os.getpid()} on .*--work-dir")
    with work.lock(), told, work.lock():
        pass


def test_a_folder_can_be_held_again_after_it_was_let_go(tmp_path):
    work = WorkDir(tmp_path).create()
    with work.lock():
        pass
    with work.lock():
        pass


def test_each_fresh_draw_is_counted_once(tmp_path):
    work = WorkDir(tmp_path).create()

    assert [work.count_fresh_draws("a", add=again) for again in (False, True, False, True)] == [0, 1, 1, 2]
    assert work.count_fresh_draws("b", add=False) == 0


def test_a_copy_has_the_greater_of_both_counts_of_each_suite(tmp_path):
    one, other = (WorkDir(tmp_path / name).create() for name in ("one", "other"))
    for work, suites in ((one, "aaab"), (other, "abbc")):
        for suite in suites:
            work.count_fresh_draws(suite, add=True)
    copy_work_dir(one, str(other.root))

    assert {suite: other.count_fresh_draws(suite, add=False) for suite in "abcd"} == {"a": 3, "b": 2, "c": 1, "d": 0}


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "work").write_text("")

    with pytest.raises(DiskError, match="work: the work directory cannot be written"):
        WorkDir(tmp_path / "work").create()
