import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.kill_flows import AT_ONCE
from faults.flow import CALLS
from faults.places import resized


def answers_in(store: Path) -> int:
    """Return the number of answers in a store, which must be sound."""
    with closing(sqlite3.connect(store)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return database.execute("SELECT count(*) FROM answers").fetchone()[0]


def test_a_work_directory_that_becomes_full_ends_the_run_and_keeps_what_came(flow, whole, full_disk):
    small = full_disk(size="160k")
    end = flow.run(work_dir=small / "work")
    kept = answers_in(small / "work" / "answers.sqlite")

    assert (end.code, flow.runs, "Traceback" in end.err) == (74, [], False)
    assert 0 < kept < CALLS
    assert len(flow.teacher.calls) - kept <= AT_ONCE
    resized(small, size="8m")
    assert flow.run(work_dir=small / "work").code == 0
    assert (flow.digest, flow.asked_again <= AT_ONCE) == (whole, True)


@pytest.mark.parametrize("limits", [{"size": "20k"}, {"nr_inodes": 5}], ids=str)
def test_a_work_directory_without_room_for_a_store_is_told_before_anything_is_asked(flow, full_disk, limits):
    end = flow.run(work_dir=full_disk(**limits) / "work")

    assert (end.code, flow.runs, flow.teacher.calls) == (74, [], ())
    assert "Traceback" not in end.err


def test_a_work_directory_whose_inodes_run_out_ends_the_run_and_costs_no_answer(flow, whole, full_disk):
    small = full_disk(nr_inodes=9)
    end = flow.run(work_dir=small / "work")

    assert (end.code, flow.runs, "Traceback" in end.err) == (74, [], False)
    resized(small, nr_inodes=1000)
    assert flow.run(work_dir=small / "work").code == 0
    assert (flow.digest, flow.asked_again <= AT_ONCE) == (whole, True)


def test_a_full_output_directory_leaves_nothing_half_written_and_costs_no_answer(flow, whole, full_disk):
    small = full_disk(size="40k")
    end = flow.run(output=small / "out")

    assert (end.code, list((small / "out").iterdir())) == (74, [])
    assert "No space left on device" in end.err
    assert flow.run().code == 0
    assert (flow.digest, len(flow.teacher.calls)) == (whole, CALLS)


def test_a_work_directory_that_cannot_be_written_is_told_before_anything_is_asked(flow, read_only):
    (flow.folder / "work").mkdir()
    read_only(flow.folder / "work")
    end = flow.run()

    assert (end.code, flow.runs, flow.teacher.calls) == (74, [], ())
    assert "work: the work directory cannot be written (Read-only file system)" in end.err


def test_an_output_directory_that_cannot_be_written_is_told_before_anything_is_asked(flow, read_only):
    (flow.folder / "closed").mkdir()
    read_only(flow.folder / "closed")
    end = flow.run(output=flow.folder / "closed")

    assert (end.code, flow.runs, flow.teacher.calls) == (74, [], ())
    assert "closed cannot be written" in end.err
