import json
import os
import threading
import time

import pytest

from sdg_flows.core.errors import WorkDirInUse
from sdg_flows.storage.lease import hold_folder
from sdg_flows.storage.objects import list_files, write_file
from sdg_flows.storage.url import Url

BEAT = 0.05
PATIENT_BEAT = 5.0
SECONDS = 60.0


@pytest.fixture
def folder(tmp_path):
    return Url(f"file://{tmp_path}/there")


def note(folder, number, **holder):
    """Leave what a holder leaves that was killed."""
    of = {"process": 1, "host": "elsewhere", "boot": "another", "token": "t", "beat": 7}
    write_file(json.dumps(of | holder).encode(), folder / "holder" / f"{number:06}")


def test_who_holds_a_folder_is_named_to_the_next(folder):
    told = pytest.raises(WorkDirInUse, match=f"there: in use by process {os.getpid()} on .*--work-dir")
    with hold_folder(folder, BEAT), told, hold_folder(folder, PATIENT_BEAT):
        pass


def test_a_folder_is_free_when_it_was_let_go(folder):
    for _ in range(2):
        with hold_folder(folder, BEAT):
            assert list(list_files(folder / "holder")) == ["000001"]
    assert list_files(folder / "holder") == {}


def test_a_holder_elsewhere_that_does_not_beat_is_followed(folder):
    note(folder, 4)
    began = time.monotonic()
    with hold_folder(folder, BEAT):
        assert time.monotonic() - began > 4 * BEAT
        assert list(list_files(folder / "holder")) == ["000005"]


def test_a_holder_of_this_machine_whose_process_is_gone_is_followed_at_once(folder):
    with hold_folder(folder, BEAT):
        boot = json.loads((folder / "holder" / "000001").read_text("utf-8"))["boot"]
    note(folder, 4, boot=boot, process=2**22 + 1)
    began = time.monotonic()
    with hold_folder(folder, 100.0):
        assert time.monotonic() - began < 5


def test_a_holder_whose_note_is_being_written_is_not_followed(folder):
    write_file(b"", folder / "holder" / "000001")
    writing = threading.Timer(PATIENT_BEAT / 10, note, (folder, 1))
    writing.start()
    with pytest.raises(WorkDirInUse, match="process 1 on elsewhere"), hold_folder(folder, PATIENT_BEAT):
        pass


def test_a_torn_note_holds_nobody_up(folder):
    write_file(b"{", folder / "holder" / "000001")
    with hold_folder(folder, BEAT):
        assert list(list_files(folder / "holder")) == ["000002"]


def test_a_holder_that_was_followed_learns_by_whom(folder):
    with hold_folder(folder, BEAT) as lease:
        note(folder, 2)
        deadline = time.monotonic() + SECONDS
        while not lease.lost and time.monotonic() < deadline:
            time.sleep(BEAT)
        assert "in use by process 1 on elsewhere" in str(lease.lost)
    assert list(list_files(folder / "holder")) == ["000002"]
