import pytest

from sdg_flows.core.errors import DiskError
from sdg_flows.core.identity import digest
from sdg_flows.teacher.answer_store.answer_uses import AnswerUses
from sdg_flows.teacher.answer_store.pruning import remove_unneeded
from sdg_flows.teacher.answer_store.segments import cut, cut_all, last_change, merge, removed_since, start_change_log
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.backend import Reply

A, B, C = (digest(name) for name in "abc")


@pytest.fixture
def store(tmp_path):
    start_change_log(tmp_path / "answers.sqlite")
    return tmp_path / "answers.sqlite"


def keep(store, *keys):
    answers = AnswerStore(store)
    answers.keep([(key, "model", Reply(200, key.encode())) for key in keys])
    answers.close()


def kept(store, *keys):
    answers = AnswerStore(store)
    found = answers.find(keys)
    answers.close()
    return {key: reply.body.decode() for key, reply in found.items()}


def test_a_segment_has_what_came_since_the_one_before(store, tmp_path):
    keep(store, A)
    first = last_change(store)
    cut(store, tmp_path / "1", 0, first)
    keep(store, A, B)
    cut(store, tmp_path / "2", first, last_change(store))

    assert kept(tmp_path / "1", A, B) == {A: A}
    assert kept(tmp_path / "2", A, B) == {B: B}


def test_segments_merged_in_order_are_the_store(store, tmp_path):
    keep(store, A, B)
    uses = AnswerUses(store)
    uses.record("f0", [A])
    uses.discard([A])
    cut(store, tmp_path / "1", 0, last_change(store))
    before = last_change(store)
    uses.record("f0", [B])
    uses.close()
    cut(store, tmp_path / "2", before, last_change(store))
    for segment in ("1", "2", "1"):
        merge(tmp_path / segment, tmp_path / "other.sqlite")
    merge(tmp_path / "2", tmp_path / "other.sqlite")

    other = AnswerUses(tmp_path / "other.sqlite")
    assert kept(tmp_path / "other.sqlite", A, B) == {A: A, B: B}
    assert (other.checkpoints_using([A]), other.checkpoints_using([B]), other.current(A)[1]) == ([], ["f0"], 1)
    other.close()


def test_an_answer_that_is_there_keeps_its_first_reply(store, tmp_path):
    keep(store, A)
    other = AnswerStore(tmp_path / "other.sqlite")
    other.keep([(A, "model", Reply(200, b"another"))])
    other.close()
    merge(tmp_path / "other.sqlite", store)

    assert kept(store, A) == {A: A}


def test_what_was_taken_out_is_noticed_and_all_that_is_left_can_be_cut(store, tmp_path):
    keep(store, A, B, C)
    uses = AnswerUses(store)
    uses.record("f0", [A])
    uses.close()
    before = last_change(store)
    assert not removed_since(store, before)
    remove_unneeded(store, ["f0"], 1e12)
    cut_all(store, tmp_path / "all")

    assert removed_since(store, before)
    assert kept(tmp_path / "all", A, B, C) == {A: A}


def test_a_torn_segment_is_told(store, tmp_path):
    (tmp_path / "torn").write_bytes(b"SQLite format 3\0" + bytes(200))

    with pytest.raises(DiskError, match="cannot be used"):
        merge(tmp_path / "torn", store)
