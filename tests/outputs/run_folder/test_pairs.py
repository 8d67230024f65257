import pytest

from sdg_flows.core.rows import Rows
from sdg_flows.outputs.run_folder.pairs import (
    Pair,
    last_exchange,
    missing_pair_columns,
    pairs,
    question_in_context,
    split_output,
)

from tables import table


def said(**columns):
    return [(pair.user, pair.assistant) for pair in pairs(Rows.of(table(**columns)))]


@pytest.mark.parametrize(
    ("output", "halves"),
    [
        ("What is x? It is y.", ("What is x?", "It is y.")),
        ("A? B? C", ("A?", "B? C")),
        ("no mark here", ("", "no mark here")),
        ("? only", ("?", "only")),
        ("Q?", ("Q?", "")),
    ],
)
def test_a_raw_answer_is_cut_after_its_first_question_mark(output, halves):
    assert split_output(output) == halves


@pytest.mark.parametrize(
    ("question", "context", "user"),
    [
        ("Why?", "CTX", "Why?\nCTX"),
        ("CTX\n\nWhy?", "CTX", "CTX\n\nWhy?"),
        ("CTX\n\nWhy?", "CTX\n", "CTX\n\nWhy?"),
        ("Why?", "", "Why?"),
        ("Why?", " \n", "Why?"),
    ],
)
def test_a_context_follows_its_question_once(question, context, user):
    assert question_in_context(question, context) == user


def test_question_and_response_are_the_pair():
    asked = Rows.of(table(question=["Q"], response=["A\n"], leaf_node_path=["a/b"]))

    assert list(pairs(asked)) == [Pair("r0", "a/b", "Q", "A\n")]


def test_a_null_context_is_none():
    assert said(question=["Q", "Q"], response=["A", "A"], context=[None, "C"]) == [("Q", "A"), ("Q\nC", "A")]


def test_named_columns_win_over_output():
    assert said(question=["Q"], response=["A"], output=["x? y"]) == [("Q", "A")]


def test_output_gives_the_half_that_has_no_column():
    assert said(output=["x? y"], response=["A"]) == [("x?", "A")]


def test_a_pair_without_an_answer_teaches_nothing():
    rows = Rows.of(table(question=["Q", "Q", "Q"], response=[None, " \n", "A"]))

    assert [pair.has_answer for pair in pairs(rows)] == [False, False, True]


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        (["question", "response"], ()),
        (["output"], ()),
        (["question"], ("response",)),
        (["summary"], ("question", "response")),
    ],
)
def test_the_missing_columns_are_named_and_then_there_are_no_pairs(columns, missing):
    rows = Rows.of(table(**{name: ["x"] for name in columns}))

    assert missing_pair_columns(rows) == missing
    assert len(list(pairs(rows))) == (0 if missing else 1)


def test_a_labelled_text_teaches_its_label():
    (pair,) = pairs(Rows.of(table(prompt=["why me?"], output=["sadness"])))

    assert (pair.user, pair.assistant) == ("why me?", "sadness")


def test_a_chat_is_what_was_said_before_its_last_message_and_that():
    first, answer, more = (
        {"role": role, "content": text} for role, text in [("user", "Q"), ("assistant", "A"), ("user", "R")]
    )
    system = {"role": "system", "content": "S"}

    assert last_exchange([system, first, answer]) == ("Q", "A")
    assert last_exchange([first, answer, more, answer]) == ("User: Q\n\nAssistant: A\n\nUser: R", "A")
    assert last_exchange([]) == ("", "")
