import json
from pathlib import Path

import pytest
import yaml

from outputs.mixes import rows_in
from outputs.records import made, run
from sdg_flows.outputs.instructlab.training_files import omission_notes, row_files, timestamp
from sdg_flows.outputs.mixing.mix import mix_datasets
from sdg_flows.outputs.run_folder.folder import write_run_folder

from tables import table

TIDES, RHYMES = ["knowledge_tides"], ["compositional_skills_rhymes"]
KNOWLEDGE = made(
    table(document=["D"], domain=["sea"], question=["Q"], response=["A"], leaf_node_path=TIDES),
    inputs=table(icl_query_1=["Q?"], icl_response_1=["A!"], leaf_node_path=TIDES),
)
SKILLS = made(
    table(question=["Q1", "Q2"], response=["A1", " "], score=["1", "2"], leaf_node_path=RHYMES * 2),
    "freeform_skills",
    inputs=table(seed_question=["S"], seed_response=["R"], leaf_node_path=RHYMES),
)
ASKED = ["Which?\nA) a\nB) b\nC) c\nD) d", "Which?"]
EVAL = made(
    table(mmlubench_question=ASKED, mmlubench_answer=["D) d", "A"], leaf_node_path=TIDES * 2),
    "mmlu_bench",
    inputs=table(document=["D"], leaf_node_path=TIDES),
)
TIME = timestamp(run())


def files(record):
    return {name.replace(TIME, "TS"): list(rows) for name, rows in row_files(record)}


def test_the_files_have_instructlabs_names():
    assert list(files(run(KNOWLEDGE, SKILLS, EVAL))) == [
        "node_datasets_TS/compositional_skills_rhymes.jsonl",
        "node_datasets_TS/knowledge_tides_p07.jsonl",
        "node_datasets_TS/knowledge_tides_p10.jsonl",
        "node_datasets_TS/mmlubench_knowledge_tides.jsonl",
        "skills_train_msgs_TS.jsonl",
        "knowledge_train_msgs_TS.jsonl",
        "train_TS.jsonl",
        "test_TS.jsonl",
        "messages_TS.jsonl",
    ]


def test_the_stamp_is_a_time_without_colons():
    assert len(TIME) == len("2026-03-14T09_00_00")
    assert ":" not in TIME


def test_a_run_over_a_table_has_none_of_them():
    assert files(run(made(table(question=["Q"], response=["A"])))) == {}


def test_a_skill_row_keeps_its_columns_and_becomes_a_conversation():
    (row,) = files(run(SKILLS, settings={"system_prompt": "Hi."}))[f"node_datasets_TS/{RHYMES[0]}.jsonl"]

    turns = [("system", "Hi."), ("user", "Q1"), ("assistant", "A1")]
    assert row == {
        "question": "Q1",
        "response": "A1",
        "score": "1",
        "leaf_node_path": RHYMES[0],
        "id": "r0",
        "messages": [{"content": content, "role": role} for role, content in turns],
        "unmask": False,
    }


def test_skills_are_mixed_with_phase_10_and_knowledge_is_phase_07():
    found = files(run(KNOWLEDGE, SKILLS))

    skills, knowledge = (found[f"{name}_train_msgs_TS.jsonl"] for name in ("skills", "knowledge"))
    assert [(row["id"], row["unmask"]) for row in skills] == [("r0", False), ("r0-raft", False), ("r0-qa", True)]
    assert [(row["id"], row["unmask"]) for row in knowledge] == [("r0-qa", True)]
    assert {tuple(row) for row in skills + knowledge} == {("id", "messages", "metadata", "unmask")}
    assert {row["messages"][0]["role"] for row in skills + knowledge} == {"system"}


def test_rows_of_the_offline_teacher_say_so():
    found = files(run(KNOWLEDGE, SKILLS, teacher_is_offline=True))

    skills = found["skills_train_msgs_TS.jsonl"]
    assert all(json.loads(row["metadata"])["teacher"].startswith("offline") for row in skills)


def test_two_pipelines_over_one_leaf_share_its_file():
    rows = files(run(SKILLS, SKILLS))[f"node_datasets_TS/{RHYMES[0]}.jsonl"]

    assert len(rows) == 2


@pytest.mark.parametrize("kind", ["skills", "knowledge"])
def test_a_recipe_that_was_written_mixes_to_the_file_that_was_written(tmp_path, kind):
    written = write_run_folder(run(KNOWLEDGE, SKILLS), tmp_path / "run")
    recipe = written.files[f"instructlab/{kind}_recipe_{TIME}.yaml"]

    mix_datasets(recipe, tmp_path / "again.jsonl")
    mixed = written.files[f"instructlab/{kind}_train_msgs_{TIME}.jsonl"]
    assert rows_in(tmp_path / "again.jsonl") == rows_in(mixed) != []


def test_a_recipe_without_data_sets_is_written_all_the_same(tmp_path):
    written = write_run_folder(run(SKILLS), tmp_path / "run")
    recipe = yaml.safe_load(written.files[f"instructlab/knowledge_recipe_{TIME}.yaml"].read_text())

    assert recipe["datasets"] == []
    assert f"instructlab/knowledge_train_msgs_{TIME}.jsonl" not in written.files


def test_a_task_file_names_the_benchmark_where_it_lies(tmp_path):
    written = write_run_folder(run(EVAL), tmp_path / "run")
    task = yaml.safe_load(written.files[f"instructlab/node_datasets_{TIME}/{TIDES[0]}_task.yaml"].read_text())

    (row,) = rows_in(Path(task["dataset_kwargs"]["data_files"]["test"]))
    assert (row["question"], row["choices"], row["answer"]) == ("Which?", ["a", "b", "c", "d"], 3)


def test_what_is_in_no_file_is_said_and_stands_in_the_report(tmp_path):
    bare = made(
        table(document=[None, "D"], question=["Q", "Q"], response=["A", "A"], dataset_type=["x", "x"]).append_column(
            "leaf_node_path", [TIDES * 2]
        ),
        inputs=KNOWLEDGE.inputs.table(),
    )
    record = run(bare, EVAL)

    assert list(omission_notes(record)) == [
        "knowledge_tides: 1 row without document, question or answer in no node dataset.",
        "knowledge_tides: rows of dataset_type 'x' give no auxiliary rows, for want of instructions.",
        "knowledge_tides: 1 multiple-choice row not in the benchmark: the options are not A) to D).",
    ]
    report = write_run_folder(record, tmp_path / "run").files["report.md"].read_text()
    assert "1 row without document" in report
