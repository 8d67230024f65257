import hashlib
import json

import pytest

from sdg_flows import GenerateError, mix_datasets, postprocess

ASKED = {"mmlubench_question": "Which?\nA) a\nB) b\nC) c\nD) d", "mmlubench_answer": "C) c"}


def node_set(files, ending):
    """Return the rows of the one file whose name ends so."""
    (path,) = [path for path in files if path.name.endswith(ending)]
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def generated(tmp_path):
    """Write the generated rows of a knowledge leaf and of a skill leaf, and give their folder."""
    folder = tmp_path / "generated"
    folder.mkdir()
    knowledge = {
        "leaf_node_type": "knowledge",
        "leaf_node_path": "knowledge_tides",
        "document": "Tides rise.",
        "raw_document": "Tides ryse.",
        "dataset_type": "spellcheck",
        "domain": "sea",
        "question": "What do tides do?",
        "response": "They rise.",
    }
    skill = {"leaf_node_type": "freeform_skill", "leaf_node_path": "skills_jokes", "question": "Q", "response": "A"}
    for row in (knowledge, skill):
        (folder / f"{row['leaf_node_path']}.jsonl").write_text(json.dumps(row) + "\n")
    return folder


def test_generated_rows_become_the_files_of_both_training_phases(generated, tmp_path):
    written = {path.name.split("_2")[0] for path in postprocess(generated, tmp_path / "out", pipeline="full")}

    assert {"knowledge_tides_p07.jsonl", "knowledge_tides_p10.jsonl", "skills_jokes.jsonl"} <= written
    assert {"skills_recipe", "knowledge_recipe", "skills_train_msgs", "knowledge_train_msgs"} <= written


def test_the_suite_gives_the_instructions_for_auxiliary_rows(generated, tmp_path):
    files = postprocess(generated, tmp_path / "out", pipeline="full")
    (phase07,) = [path for path in files if path.name.endswith("_p07.jsonl")]

    assert [json.loads(line)["messages"][1]["content"] for line in phase07.read_text().splitlines()] == [
        "They rise.",
        "Tides rise.",
    ]


def test_its_recipes_can_be_mixed(generated, tmp_path):
    files = postprocess(generated, tmp_path / "out", pipeline="full", system_prompt="Be brief.")
    (recipe,) = [path for path in files if path.name.startswith("knowledge_recipe")]

    assert mix_datasets(recipe, tmp_path / "mix.jsonl").rows == 2
    first = json.loads((tmp_path / "mix.jsonl").read_text().splitlines()[0])
    assert first["messages"][0] == {"content": "Be brief.", "role": "system"}


def test_what_is_in_the_folder_already_stays(generated, tmp_path):
    before = {path: path.read_bytes() for path in generated.iterdir()}
    postprocess(generated, generated, pipeline="full")

    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("row_id", ["r7", None])
def test_rows_keep_their_ids_and_those_without_get_the_same_one_each_time(generated, tmp_path, row_id):
    row = {"row_id": row_id, "leaf_node_type": "freeform_skill", "question": "Q", "response": "A"}
    (generated / "skills_jokes.jsonl").write_text(json.dumps(row))
    made = [postprocess(generated, tmp_path / out, pipeline="full") for out in ("a", "b")]

    first, second = (node_set(files, "skills_jokes.jsonl")[0]["id"] for files in made)
    assert first
    assert first == second == (row_id or first)


def test_a_leaf_without_a_path_has_the_name_of_its_file(generated, tmp_path):
    (generated / "more.jsonl").write_text('{"leaf_node_type": "freeform_skill", "question": "Q", "response": "A"}')

    (row,) = node_set(postprocess(generated, tmp_path / "out", pipeline="full"), "more.jsonl")
    assert row["leaf_node_path"] == "more"


def test_multiple_choice_rows_become_a_benchmark_that_its_task_file_names(generated, tmp_path):
    (generated / "eval.jsonl").write_text(json.dumps({"leaf_node_type": "knowledge", "document": "D", **ASKED}))
    files = postprocess(generated, tmp_path / "out", pipeline="full")
    (task,) = [path for path in files if path.name.endswith("_task.yaml")]
    (data,) = [path for path in files if path.name.startswith("mmlubench_")]

    assert node_set(files, data.name)[0]["answer"] == 2
    assert str(data) in task.read_text()


def test_rows_that_the_offline_teacher_made_say_so(generated, tmp_path):
    digest = hashlib.sha256((generated / "skills_jokes.jsonl").read_bytes()).hexdigest()
    run = generated / "runs" / "simple-1"
    run.mkdir(parents=True)
    (run / "run.json").write_text(json.dumps({"offline": True, "files": {"generated/x.jsonl": {"sha256": digest}}}))

    (row,) = node_set(postprocess(generated, tmp_path / "out", pipeline="full"), "skills_jokes.jsonl")
    assert row["teacher"].startswith("offline extractive teacher")


def test_rows_that_are_in_no_file_are_told_of(generated, tmp_path):
    row = {"leaf_node_type": "knowledge", "document": None, "question": "Q", "response": "A"}
    (generated / "empty.jsonl").write_text(json.dumps(row))

    with pytest.warns(UserWarning, match="empty: 1 row without document, question or answer in no node dataset"):
        postprocess(generated, tmp_path / "out", pipeline="full")


def test_a_file_without_rows_gives_no_node_dataset(generated, tmp_path):
    (generated / "nothing.jsonl").write_text("")

    assert not [path for path in postprocess(generated, tmp_path / "out", pipeline="full") if "nothing" in path.name]


def test_a_folder_without_rows_is_refused(tmp_path):
    with pytest.raises(GenerateError, match="holds no"):
        postprocess(tmp_path, tmp_path / "out")
