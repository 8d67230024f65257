import fcntl

from sdg_flows.orchestrate.workdir.scratch import scratch_folder


def test_a_folder_is_there_as_long_as_its_context(tmp_path):
    with scratch_folder(tmp_path / "below") as folder:
        (folder / "rows.arrow").touch()
        assert folder.stat().st_mode & 0o777 == 0o700

    assert list((tmp_path / "below").iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_stays(tmp_path):
    for name in ("left", "used"):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.lock").touch()
    with (tmp_path / "used.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with scratch_folder(tmp_path):
            assert {path.name for path in tmp_path.iterdir() if path.is_dir()} >= {"used"}
            assert not (tmp_path / "left").exists()
