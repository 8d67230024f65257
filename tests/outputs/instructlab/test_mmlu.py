import pytest
import yaml

from sdg_flows.outputs.instructlab.mmlu import benchmark_row, task_yaml

OPTIONS = "A) one\nB) two\nC) three\nD) four"
LINE = "Which? A) one B) two C) three D) four"
NO_OPTIONS, NO_ANSWER = "the options are not A) to D)", "the answer names no option"


def asked(question=f"Which?\n{OPTIONS}", answer="B) two", **columns):
    return {**columns, "mmlubench_question": question, "mmlubench_answer": answer}


def test_a_benchmark_row_has_its_columns_its_question_choices_and_label():
    row = asked(row_id="r0", domain="tides")

    assert benchmark_row(row) == {
        "row_id": "r0",
        "subject": "tides",
        "mmlubench_question": f"Which?\n{OPTIONS}",
        "mmlubench_answer": "B) two",
        "dataset_type": "mcq_qa",
        "answer": 1,
        "choices": ["one", "two", "three", "four"],
        "question": "Which?",
    }


@pytest.mark.parametrize("letters", ["ABCD", "BD"])
def test_a_label_is_the_place_of_its_letter_whatever_letters_there_are(letters):  # C127
    labels = [benchmark_row(asked(answer=f"{letter}) x"))["answer"] for letter in letters]

    assert labels == ["ABCD".index(letter) for letter in letters]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(asked(LINE), NO_OPTIONS, id="options on one line"),
        pytest.param(asked("Which?\nA) one\nB) two\nC) three"), NO_OPTIONS, id="three options"),
        pytest.param(asked(answer="E) five"), NO_ANSWER, id="answer E"),
        pytest.param(asked(answer="B"), NO_ANSWER, id="answer without bracket"),
        pytest.param(asked(f"Which?\n{OPTIONS.lower()}"), NO_OPTIONS, id="small letters"),
        pytest.param(asked(f"What is vitamin A) for?\n{OPTIONS}"), NO_OPTIONS, id="a letter in the question"),
        pytest.param(asked("Which?\nA) \nB) two\nC) three\nD) four"), NO_OPTIONS, id="an empty option"),
        pytest.param(asked(OPTIONS), "there is no question before the options", id="no question"),
        pytest.param(asked(None, None), NO_OPTIONS, id="nulls"),
    ],
)
def test_what_cannot_be_asked_has_a_reason(row, reason):  # C128
    assert benchmark_row(row) == reason


def test_the_task_file_is_one_of_the_harness():
    task = yaml.safe_load(task_yaml("mmlu_pr_a", "/runs/mmlubench_a.jsonl"))

    assert task["dataset_kwargs"] == {"data_files": {"test": "/runs/mmlubench_a.jsonl"}}
    assert (task["task"], task["dataset_path"], task["dataset_name"]) == ("mmlu_pr_a", "json", None)
    assert (task["test_split"], task["doc_to_target"], task["tag"]) == ("test", "{{answer}}", "mmlu_pr")
    assert task["output_type"] == "multiple_choice"
