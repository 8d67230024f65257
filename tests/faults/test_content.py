import pytest

from faults.asking import BLOCK, PROMPT, asked, block_with
from faults.cases import CONTENT, ROWS, matches, name_of
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.http import body_limit
from sdg_flows.teacher.reading import read_reply

pytestmark = [pytest.mark.usefixtures("short_waits"), pytest.mark.timeout(30)]

SCHEMA = {
    "type": "object",
    "required": ["question", "score"],
    "properties": {"question": {"type": "string"}, "score": {"type": "integer"}},
}
OBJECTS = block_with(output_cols=["question", "score"], json_schema=SCHEMA)


@pytest.mark.parametrize("case", CONTENT, ids=name_of)
def test_a_fault_of_content_costs_so_many_calls_and_no_row_vanishes(tmp_path, case):
    ended = asked(tmp_path, case.fault)

    assert ended.stopped is None
    assert ended.read_by(BLOCK) == case.made
    assert ended.calls_a_row == {case.calls_a_row}
    assert ended.paid_twice == case.paid_twice
    assert matches(case.said, ended.said_by(BLOCK))


@pytest.mark.parametrize(
    ("fault", "made"),
    [
        ("good_json", (ROWS, {})),
        ("json_in_fence", (ROWS, {})),
        ("control_json", (ROWS, {})),
        ("bad_json", (0, {"invalid_json": ROWS})),
        ("nan_json", (0, {"schema_mismatch": ROWS})),
        ("dup_keys", (0, {"invalid_json": ROWS})),
    ],
)
def test_an_object_is_read_as_far_as_it_says_one_thing(tmp_path, fault, made):
    ended = asked(tmp_path, fault, block=OBJECTS)

    assert ended.read_by(OBJECTS) == made
    assert ended.calls_a_row == {1}


@pytest.mark.parametrize("fault", ["malformed_tags", "length", "refusal", "null_content", "nul", "surrogate_raw"])
def test_the_raw_answer_of_every_row_is_kept_and_reads_the_same(tmp_path, fault):
    ended = asked(tmp_path, fault)
    store = AnswerStore(tmp_path / "kept.sqlite")
    kept = store.find({answer.key for answer in ended.answers})
    store.close()

    assert [read_reply(kept[answer.key]).outcome for answer in ended.answers] == [one.outcome for one in ended.answers]
    assert len(kept) == ROWS


@pytest.mark.parametrize("fault", [case.fault for case in CONTENT if case.calls_a_row == 1])
def test_a_run_after_it_asks_nothing_that_was_paid_for(tmp_path, fault):
    before = asked(tmp_path, fault)
    after = asked(tmp_path, fault, port=before.port)

    assert after.calls == []
    assert after.read_by(BLOCK) == before.read_by(BLOCK)


def test_an_answer_of_ten_megabytes_is_read_like_any_other(tmp_path):
    ended = asked(tmp_path, "huge", rows=1)

    assert ended.read_by(BLOCK) == (1, {})
    assert len(ended.answers[0].text or "") > 10_000_000


def test_an_answer_beyond_the_cap_is_one_rejected_row_and_is_not_bought_again(tmp_path, monkeypatch):
    monkeypatch.setattr(body_limit, "MAX_BODY", 100_000)
    ended = asked(tmp_path, "huge", rows=2)

    assert ended.read_by(BLOCK) == (0, {"malformed": 2})
    assert ended.answers[0].detail == "the reply is longer than 100000 bytes"
    assert ended.calls_a_row == {1}


def test_a_score_in_words_is_kept_as_it_was_said(tmp_path):
    scored = PROMPT.model_copy(update={"start_tags": ("<score>",), "end_tags": ("</score>",)})
    block = block_with(config_path=scored, output_cols=["score"])
    ended = asked(tmp_path, "score_in_words", block=block)

    assert block.read(ended.rows, ended.answers).kept["score"].to_pylist() == ["five"] * ROWS
