import json
from random import Random

import pytest

from sdg_flows.core.rows import Rows
from sdg_flows.outputs.instructlab.phases import KnowledgeLeaf, phase_07, phase_10, raft_places

from tables import table

INSTRUCTIONS = {"spellcheck": ["Fix the spelling."], "summary": ["Sum it up.", "Be short."]}


def leaf(documents, *, kinds=None, **options):
    count = len(documents)
    columns = {} if kinds is None else {"dataset_type": kinds, "raw_document": [f"raw {at}" for at in range(count)]}
    questions, answers = ([f"{letter}{at}" for at in range(count)] for letter in "QA")
    rows = table(document=documents, domain=["d"] * count, question=questions, response=answers, **columns)
    return KnowledgeLeaf([Rows.of(rows)], **options)


def said(row):
    return [message["content"] for message in row["messages"]]


def test_phase_07_asks_with_the_document_before_the_question():
    (row,) = phase_07(leaf(["D"]))

    assert list(row) == ["messages", "metadata", "id", "unmask"]
    assert row["messages"] == [{"content": "D\n\nQ0", "role": "user"}, {"content": "A0", "role": "assistant"}]
    assert json.loads(row["metadata"]) == {"sdg_document": "D", "domain": "d", "dataset": "document_knowledge_qa"}
    assert (row["id"], row["unmask"]) == ("r0-qa", True)


def test_an_auxiliary_row_makes_the_text_from_the_raw_document():
    *_, row = phase_07(leaf(["D"], kinds=["spellcheck"], instructions=INSTRUCTIONS))

    told = {"dataset_type": "spellcheck", "raw_document": "raw 0", "dataset": "document_spellcheck", "domain": "d"}
    assert said(row) == ["raw 0\n\nFix the spelling.", "D"]
    assert json.loads(row["metadata"]) == told
    assert row["unmask"] is True


def test_phase_10_has_raft_rows_then_those_of_phase_07():  # C124
    three = leaf(["D", "E", "F"])

    rows = list(phase_10(three))
    assert [row["unmask"] for row in rows] == [False] * 3 + [True] * 3
    assert rows[3:] == list(phase_07(three))
    assert {json.loads(row["metadata"])["dataset"] for row in rows[:3]} == {"document_knowledge_qa_raft_p0.4"}


def test_two_auxiliary_rows_of_four_give_six_and_ten():  # C124
    kinds = ["base_document", "base_document", "spellcheck", "summary"]
    four = leaf(["D", "E", "F", "G"], kinds=kinds, instructions=INSTRUCTIONS)

    assert [row["unmask"] for row in phase_07(four)] == [True] * 6
    assert [row["unmask"] for row in phase_10(four)] == [False] * 4 + [True] * 4 + [False] * 2


def test_one_text_is_one_auxiliary_row_and_without_instructions_there_is_none():
    twice = leaf(["D", "D", "E"], kinds=["spellcheck", "spellcheck", "unknown"], instructions=INSTRUCTIONS)

    assert len(list(phase_07(twice))) == 3 + 1


def test_a_raft_row_shows_documents_and_then_the_question():
    first, *_ = phase_10(leaf(["D"]))

    assert said(first) == ["Document:\nD\n\nQ0", "A0"]


def test_equal_rows_give_equal_phases():
    many = leaf([f"D{at}" for at in range(9)], kinds=["summary"] * 9, instructions=INSTRUCTIONS)

    assert list(phase_10(many)) == list(phase_10(many))


@pytest.mark.parametrize(
    ("documents", "most", "share", "shown", "own"),
    [
        (1, 4, 0.0, 1, True),
        (2, 4, 1.0, 2, True),
        (2, 4, 0.0, 1, False),
        (6, 2, 1.0, 2, True),
        (6, 2, 0.0, 2, False),
        (10, 4, 1.0, 4, True),
        (10, 4, 0.0, 4, False),
        (4, 4, 0.0, 3, False),
    ],
)
def test_documents_around_a_question(documents, most, share, shown, own):  # C125
    for at in range(documents):
        around = raft_places(at, documents, Random(at), share, most)
        assert (len({*around}), at in around) == (shown, own)
        assert len(around) == shown
        assert {*around} <= {*range(documents)}


def test_the_own_document_is_among_the_others_as_often_as_the_share_says():
    dice = Random(1)

    there = sum(0 in raft_places(0, 10, dice, 0.4, 4) for _ in range(10_000))
    assert there == pytest.approx(4000, abs=200)


def test_raw_output_is_split_and_marks_are_in_all_metadata():
    rows = table(document=["D"], output=["Why? So."])

    first, second = phase_10(KnowledgeLeaf([Rows.of(rows)], marks={"teacher": "offline"}))
    assert said(second) == ["D\n\nWhy?", "So."]
    assert [json.loads(row["metadata"])["teacher"] for row in (first, second)] == ["offline"] * 2


def test_rows_without_document_question_or_answer_are_counted():
    rows = table(document=["D", None, "D", " "], question=["Q", "Q", "", "Q"], response=["A", "A", "A", "A"])
    four = KnowledgeLeaf([Rows.of(rows)])

    assert [row["row_id"] for row in four.rows()] == ["r0"]
    assert four.unusable() == 3
