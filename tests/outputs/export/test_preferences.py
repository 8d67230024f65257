import pytest

from outputs.mixes import rows_in, write_rows
from outputs.records import answered, made, run
from sdg_flows.core.errors import InputError
from sdg_flows.outputs.export.exporting import Exported, export
from sdg_flows.outputs.run_folder.folder import write_run_folder

from tables import table

PAIR = {"prompt": "Why?", "chosen": "So.", "rejected": "No."}
ANSWERS = {
    "chosen": [{"role": "assistant", "content": "So."}],
    "rejected": [{"role": "assistant", "content": "No."}],
}


def said(role, content):
    return {"role": role, "content": content}


def test_the_pairs_of_a_run_are_conversations_that_begin_with_its_system_message(tmp_path):
    pairs = made(table(**{name: [text] for name, text in PAIR.items()}), pipeline="preference")
    folder = write_run_folder(run(pairs, made(answered("Q")), settings={"system_prompt": "S"}), tmp_path / "run").folder

    assert export(folder, "preference", tmp_path / "pairs.jsonl") == Exported(1, 1)
    assert rows_in(tmp_path / "pairs.jsonl") == [{"prompt": [said("system", "S"), said("user", "Why?")], **ANSWERS}]


def test_a_prompt_of_a_file_may_be_messages_and_is_given_no_system_message(tmp_path):
    turns = [said("user", "Why?"), said("assistant", "So."), said("user", "And then?")]
    write_rows(tmp_path / "in.jsonl", [{**PAIR, "prompt": turns}, PAIR])
    export(tmp_path / "in.jsonl", "preference", tmp_path / "out.jsonl")

    assert rows_in(tmp_path / "out.jsonl") == [
        {"prompt": turns, **ANSWERS},
        {"prompt": [said("user", "Why?")], **ANSWERS},
    ]


@pytest.mark.parametrize("lacks", [{"chosen": " "}, {"rejected": None}, {"prompt": ""}])
def test_a_pair_of_which_a_part_is_missing_is_left_out(tmp_path, lacks):
    write_rows(tmp_path / "in.jsonl", [PAIR, {**PAIR, **lacks}])

    assert export(tmp_path / "in.jsonl", "preference", tmp_path / "out.jsonl") == Exported(1, 1)


def test_a_line_that_is_no_row_is_an_input_error(tmp_path):
    (tmp_path / "in.jsonl").write_text("[1]\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"in\.jsonl:1: this row is no JSON object"):
        export(tmp_path / "in.jsonl", "preference", tmp_path / "out.jsonl")
