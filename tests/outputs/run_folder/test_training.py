import json

from outputs.records import answered, made, run
from sdg_flows.outputs.run_folder.system_prompts import DEFAULT
from sdg_flows.outputs.run_folder.training import (
    OFFLINE_NOTICE,
    TrainingCounts,
    count_training_rows,
    messages_rows,
    train_rows,
)

from tables import table


def test_the_system_prompt_is_one_sentence():
    assert DEFAULT.endswith(".")
    assert len(DEFAULT.splitlines()) == 1


def test_train_rows_are_system_user_and_assistant_pipeline_by_pipeline():
    rows = list(train_rows(run(made(answered("Q1")), made(answered("Q2")))))

    assert [list(row.items()) for row in rows] == [
        [("system", DEFAULT), ("user", "Q1"), ("assistant", "about Q1")],
        [("system", DEFAULT), ("user", "Q2"), ("assistant", "about Q2")],
    ]


def test_blank_answers_are_left_out_and_counted():
    one = made(table(question=["Q1", "Q2", " "], response=["", "A2", "A3"], context=["C1", "C2", None]))

    assert [row["user"] for row in train_rows(run(one))] == ["Q2\nC2", " "]
    assert count_training_rows(one) == TrainingCounts(trained=2, blank_assistant=1, blank_user=1)


def test_a_pipeline_that_teaches_nothing_says_which_columns_it_needs():
    one = made(table(summary=["S"], question=["Q"]), pipeline="skills")

    assert count_training_rows(one) == TrainingCounts(
        note="skills: its rows give no training rows, for want of column response. "
        "Expected question and response, output, or messages; columns here: question, row_id, summary."
    )


def test_a_pipeline_without_rows_needs_no_note():
    assert count_training_rows(made()) == TrainingCounts()


def test_messages_are_the_pairs_as_chats_with_metadata_as_text():
    (row,) = messages_rows(run(made(answered("Q", leaf_node_path=["a/b"]))))

    assert row["messages"] == [{"content": "Q", "role": "user"}, {"content": "about Q", "role": "assistant"}]
    assert list(row) == ["messages", "metadata"]
    assert json.loads(row["metadata"]) == {"system": DEFAULT, "row_id": "r0", "leaf_node_path": "a/b"}


def test_messages_of_the_offline_teacher_say_so():
    (row,) = messages_rows(run(made(answered("Q")), teacher_is_offline=True))

    assert json.loads(row["metadata"]) == {"system": DEFAULT, "row_id": "r0", "teacher": OFFLINE_NOTICE}
    assert OFFLINE_NOTICE == "offline extractive teacher: for trying out flows, not for training"


def test_messages_leave_out_blank_answers():
    assert list(messages_rows(run(made(table(question=["Q"], response=["  "]))))) == []


TALK = [
    {"role": "user", "content": "Why?"},
    {"role": "assistant", "content": "Because."},
    {"role": "user", "content": "And then?"},
    {"role": "assistant", "content": "Nothing."},
]


def test_a_dialogue_is_a_chat_turn_by_turn_and_in_train_rows_its_last_answer():
    one = made(table(question=["Why?"], messages=[TALK]))

    assert [row["messages"] for row in messages_rows(run(one))] == [TALK]
    assert [(row["user"], row["assistant"]) for row in train_rows(run(one))] == [
        ("User: Why?\n\nAssistant: Because.\n\nUser: And then?", "Nothing.")
    ]


def test_what_comes_after_the_last_answer_of_a_dialogue_is_left_out():
    one = made(table(messages=[TALK[:3], TALK[:1], None]))

    assert [row["messages"] for row in messages_rows(run(one))] == [TALK[:2]]
    assert count_training_rows(one) == TrainingCounts(trained=1, blank_assistant=2)


def test_the_conversation_that_asked_for_a_response_is_no_dialogue():
    one = made(table(messages=[TALK[:1]], question=["Q"], response=["A"]))

    assert [(row["user"], row["assistant"]) for row in train_rows(run(one))] == [("Q", "A")]
