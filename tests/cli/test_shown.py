import json
import re

import pytest

from cli.commands import ended
from orchestrate.project import PROMPTS, lines


def test_json_prints_one_line_of_json_and_nothing_else(project, start):
    end = ended(start(*project.arguments, "--json"))
    told = json.loads(end.out)
    (run,) = (project.folder / "out").iterdir()

    assert (end.code, end.err, end.out.count("\n")) == (0, "", 1)
    assert told["folder"] == str(run)
    assert told["rows"] == {name: len(lines(run / name)) for name in told["rows"]}
    assert sum(part["rows"] for part in told["rejected"]) == len(lines(run / "rejected.jsonl"))
    assert (told["asked"], told["kept_answers"]) == (38, 1)


def test_quiet_prints_the_folder_and_nothing_else(project, sdg_flows):
    end = sdg_flows(*project.arguments, "--quiet")
    (run,) = (project.folder / "out").iterdir()

    assert (end.code, end.out, end.err) == (0, f"{run}\n", "")


def test_without_a_terminal_the_folder_is_all_of_standard_output(project, sdg_flows):
    end = sdg_flows(*project.arguments)
    (run,) = (project.folder / "out").iterdir()

    assert (end.code, end.out) == (0, f"{run}\n")
    assert "duplicate in write_questions.drop_duplicates" in end.err


def test_when_every_row_left_the_command_that_tells_why_is_named(project, sdg_flows):
    project.edit("flow.yaml", "filter_value: 1,", "filter_value: 11,")
    said = sdg_flows(*project.arguments).err
    (why,) = re.findall(r"Next     sdg-flows why (\S+) tells", said)
    told = sdg_flows(why, command="why")

    assert "Made     0 rows" in said
    assert (told.code, "Left     at write_questions.drop_duplicates: duplicate" in told.out) == (0, True)


@pytest.mark.parametrize(("allowed", "code", "said"), [("0", 3, "more than --max-rejected 0"), ("20", 0, "")])
def test_more_rejected_rows_than_allowed_are_an_exit_code(project, sdg_flows, allowed, code, said):
    end = sdg_flows(*project.arguments, "--max-rejected", allowed, "--quiet")

    assert (end.code, said in end.err) == (code, True)
    assert end.out.strip().startswith(str(project.folder / "out"))


def test_list_pipelines_names_each_suite_and_what_its_pipelines_need(sdg_flows):
    end = sdg_flows("--list-pipelines")

    assert end.code == 0
    assert "\nsimple  (of this package: " in end.out
    assert "freeform_skills  needs seed_question, seed_response, task_description; 1 of 4 blocks ask\n" in end.out


def test_check_names_each_block_with_its_columns_and_asks_nothing(project, teacher, sdg_flows):
    end = sdg_flows(*project.arguments, "--check")
    walked = [" ".join(line.split()) for line in end.out.splitlines() if line.startswith("  ")]

    assert end.code == 0
    assert walked == [
        "input seed_question, seed_response",
        "write_questions LLMBlock; asks the teacher; +question",
        "question.yaml reads seed_question; tags: <question>…</question>",
        "write_questions.drop_duplicates DropDuplicatesBlock; same columns",
        "write_responses LLMBlock; asks the teacher; +response, +score",
        "response.yaml reads question",
        "keep_good FilterByValueBlock; same columns",
    ]
    assert teacher.prompts == []
    assert {path.name for path in project.folder.iterdir()} == {*PROMPTS, "flow.yaml", "seeds.jsonl"}


def test_check_without_an_input_refuses_a_limit_for_a_block_that_is_not_there(sdg_flows):
    end = sdg_flows("--pipeline", "annotation/emotion", "--check", "--max-tokens", "lable=5")

    assert (end.code, end.out) == (2, "")
    assert "annotation/emotion has no block 'lable'. Did you mean 'label'?" in end.err
