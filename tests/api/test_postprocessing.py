import json

import pytest

from sdg_flows import GenerateError, mix_datasets, postprocess


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


def test_a_folder_without_rows_is_refused(tmp_path):
    with pytest.raises(GenerateError, match="holds no"):
        postprocess(tmp_path, tmp_path / "out")
