"""A work directory at an address, without a run: file:// stands for what is not on this machine."""

import os
import shutil

import pytest

from sdg_flows.core.errors import DiskError, SettingsError
from sdg_flows.core.identity import digest
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir, open_work_dir_read_only
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.orchestrate.workdir.work_dir_copy import copy_work_dir
from sdg_flows.storage.objects import list_files
from sdg_flows.storage.url import Url
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.backend import Reply

KEYS = [digest(str(number)) for number in range(200)]


@pytest.fixture
def url(tmp_path):
    (tmp_path / "there").mkdir()
    return f"file://{tmp_path}/there/sdg"


def keep(work, *keys):
    answers = AnswerStore(work.answers)
    answers.keep([(key, "model", Reply(200, b"reply")) for key in keys])
    answers.close()


def found(work):
    answers = AnswerStore(work.answers)
    keys = set(answers.find(KEYS))
    answers.close()
    return keys


def checkpoint_here(work, key):
    assert work.mirror is not None
    work.mirror.fetch_checkpoint(key)
    return (work.checkpoints / key).read_bytes()


def test_what_was_kept_is_there_the_next_time(url):
    with open_work_dir(url) as work:
        keep(work, KEYS[0])
        (work.checkpoints / "f0").write_bytes(b"content")
        assert work.count_fresh_draws("a", add=True) == 1
    with open_work_dir(url) as work:
        assert found(work) == {KEYS[0]}
        assert (work.checkpoints / "f0").stat().st_size == 7
        assert checkpoint_here(work, "f0") == b"content"
        assert [work.count_fresh_draws(suite, add=False) for suite in "ab"] == [1, 0]


def test_nothing_is_sent_when_nothing_came(url):
    with open_work_dir(url) as work:
        keep(work, KEYS[0])
        (work.checkpoints / "f0").write_bytes(b"content")
    before = {name: entry.modified for name, entry in list_files(Url(url)).items()}
    with open_work_dir(url) as work:
        checkpoint_here(work, "f0")

    assert {name: entry.modified for name, entry in list_files(Url(url)).items()} == before


def test_a_file_of_reviews_is_as_old_here_as_it_is_there(url, tmp_path):
    reviews = tmp_path / "there" / "sdg" / "reviews"
    reviews.mkdir(parents=True)
    for name, written in (("flow.agree-b.jsonl", 100), ("flow.agree-a.jsonl", 200)):
        (reviews / name).touch()
        os.utime(reviews / name, (written, written))
    with open_work_dir(url) as work:
        assert {file.name[-7]: file.stat().st_mtime for file in work.reviews.iterdir()} == {"b": 100, "a": 200}


def test_a_checkpoint_that_is_made_anew_goes_over_the_one_there_and_one_removed_is_removed(url):
    with open_work_dir(url) as work:
        for key in ("f0", "f1"):
            (work.checkpoints / key).write_bytes(b"content")
    with open_work_dir(url) as work:
        (work.checkpoints / "f0").write_bytes(b"other")
        (work.checkpoints / "f1").unlink()
    with open_work_dir(url) as work:
        assert [path.name for path in work.checkpoints.iterdir()] == ["f0"]
        assert checkpoint_here(work, "f0") == b"other"


def test_many_segments_of_one_run_become_one(url):
    with open_work_dir(url) as work:
        for key in KEYS[:80]:
            keep(work, key)
            work.mirror.upload()
        assert len(list_files(Url(url) / "answers")) == 80
    with open_work_dir(url) as work:
        assert len(list_files(Url(url) / "answers")) == 1
        assert found(work) == {*KEYS[:80]}


def test_what_is_only_looked_at_is_not_held_and_not_changed(url):
    with open_work_dir(url) as work:
        keep(work, KEYS[0])
        work.mirror.upload()
        with open_work_dir_read_only(url) as seen:
            assert found(seen) == {KEYS[0]}


def test_what_cannot_be_sent_is_left_here_and_can_be_sent_later(url, tmp_path):
    (tmp_path / "there" / "sdg").mkdir()
    told = pytest.raises(
        DiskError, match=r"What was not sent lies in (.*), a work directory of its own; `sdg-flows store"
    )
    with told as refused, open_work_dir(url) as work:
        keep(work, KEYS[0])
        left = work.root
        shutil.move(tmp_path / "there" / "sdg", tmp_path / "away")
        (tmp_path / "there" / "sdg").write_text("in the way")
    os.unlink(tmp_path / "there" / "sdg")
    assert copy_work_dir(WorkDir(left), url).answers == 1
    with open_work_dir_read_only(url) as seen:
        assert found(seen) == {KEYS[0]}
    assert str(left) in str(refused.value)
    shutil.rmtree(left)


def test_a_copy_of_segments_is_no_work_directory(url, tmp_path):
    with open_work_dir(url) as work:
        keep(work, KEYS[0])

    with pytest.raises(SettingsError, match=r"is a copy, file by file, .*--copy-to DIR"):
        WorkDir(tmp_path / "there" / "sdg").create()
