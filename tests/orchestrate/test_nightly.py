import json
from pathlib import Path

import pytest
import yaml

from inputs.leaves import knowledge_yaml, write_leaf
from orchestrate.counting_teacher import answer_to, said

PREFECT_YAML = Path(__file__).parents[2] / "prefect.yaml"
DEPLOYMENTS = {one["name"]: one for one in yaml.safe_load(PREFECT_YAML.read_text())["deployments"]}
TIDES = "The tide rises twice a day. "
SHORES = "A shore is where land and sea meet. "


def pair(asked):
    """Answer with a pair in the tags of the suite, another one to each prompt."""
    if not asked.body:
        return None
    answer = answer_to(asked.prompt)
    return said(f"[Start of Question]{answer}[End of Question][Start of Response]{answer}[End of Response]")


@pytest.fixture
def refresh(project, teacher, tmp_path):
    """Return a function that does what the nightly deployment does, over a taxonomy with two documents."""
    leaf = write_leaf(tmp_path / "taxonomy", "knowledge/sea", knowledge_yaml()).parent
    (leaf / "tides.md").write_text(TIDES)
    (leaf / "shores.md").write_text(SHORES)
    teacher.fault = pair
    of_the_night = {**DEPLOYMENTS["nightly"]["parameters"], "publish": str(tmp_path / "published")}
    return lambda: project.run(**of_the_night, input=None, taxonomy=str(tmp_path / "taxonomy"), num_instructions=2)


def test_a_night_without_a_change_asks_nothing_and_publishes_nothing(refresh, teacher, tmp_path):
    first = refresh()
    asked = len(teacher.prompts)
    refresh()

    assert asked == 2 * 5 * 2  # documents, seed examples, draws
    assert len(teacher.prompts) == asked
    assert [version.name for version in (tmp_path / "published" / "versions").iterdir()] == [first.name]


def test_a_night_after_an_edit_asks_about_that_document_only_and_publishes_what_changed(refresh, teacher, tmp_path):
    first = refresh()
    asked = len(teacher.prompts)
    edited = tmp_path / "taxonomy" / "knowledge" / "sea" / "tides.md"
    edited.write_text(TIDES.replace("twice a day", "by the moon"))
    second = refresh()

    assert len(teacher.prompts) - asked == 5 * 2
    assert all("rises by the moon" in prompt and SHORES.strip() not in prompt for prompt in teacher.prompts[asked:])
    told = json.loads((tmp_path / "published" / "versions" / second.name / "diff.json").read_text())
    assert (told["before"], told["after"]) == (first.name, second.name)
    assert list(told["documents"]) == ["knowledge/sea/tides.md"]
    rows = told["rows_by_file"]["generated/knowledge_sea.jsonl"]
    assert (rows["same"], rows["gone"], rows["added"]) == (5, 5, 5)
