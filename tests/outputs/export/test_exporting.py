import pytest

from outputs.mixes import rows_in, talk, ten, write_rows
from outputs.records import answered, made, run
from sdg_flows.core.errors import InputError
from sdg_flows.outputs.export.exporting import Exported, export
from sdg_flows.outputs.run_folder.folder import write_run_folder


def test_a_run_is_exported_from_its_folder(tmp_path):
    folder = write_run_folder(run(made(answered("Q1", "Q2")), settings={"system_prompt": "S"}), tmp_path / "run").folder

    assert export(folder, "alpaca", tmp_path / "a.jsonl") == Exported(2, 0)
    assert rows_in(tmp_path / "a.jsonl") == [
        {"instruction": f"Q{at}", "input": "", "output": f"about Q{at}", "system": "S"} for at in (1, 2)
    ]


def test_a_file_of_messages_is_exported_and_may_be_its_own_target(tmp_path):
    write_rows(tmp_path / "a.jsonl", ten())

    assert export(tmp_path / "a.jsonl", "sharegpt", tmp_path / "a.jsonl") == Exported(10, 0)
    assert [list(row) for row in rows_in(tmp_path / "a.jsonl")] == [["conversations"]] * 10


def test_rows_that_a_form_cannot_hold_are_left_out_and_counted(tmp_path):
    write_rows(tmp_path / "in.jsonl", [talk("Q", "A"), talk("Q"), talk("Q", "A", "Q")])

    assert export(tmp_path / "in.jsonl", "alpaca", tmp_path / "out.jsonl") == Exported(1, 2)
    assert rows_in(tmp_path / "out.jsonl") == [{"instruction": "Q", "input": "", "output": "A"}]


def test_a_folder_that_is_no_run_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"messages\.jsonl: the data set cannot be read"):
        export(tmp_path, "messages", tmp_path / "a.jsonl")
