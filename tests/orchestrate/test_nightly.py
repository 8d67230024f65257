from pathlib import Path

import pytest
import yaml

from inputs.leaves import knowledge_yaml, write_leaf

PREFECT_YAML = Path(__file__).parents[2] / "prefect.yaml"
DEPLOYMENTS = {one["name"]: one for one in yaml.safe_load(PREFECT_YAML.read_text())["deployments"]}
TIDES = "The tide rises twice a day. "
SHORES = "A shore is where land and sea meet. "


@pytest.fixture
def refresh(project, tmp_path):
    """Give a function that does what the nightly deployment does, over a taxonomy with two documents."""
    leaf = write_leaf(tmp_path / "taxonomy", "knowledge/sea", knowledge_yaml()).parent
    (leaf / "tides.md").write_text(TIDES)
    (leaf / "shores.md").write_text(SHORES)
    of_the_night = DEPLOYMENTS["nightly"]["parameters"]
    return lambda: project.run(**of_the_night, input=None, taxonomy=str(tmp_path / "taxonomy"), num_instructions=2)


def test_a_night_without_a_change_asks_nothing(refresh, teacher):
    refresh()
    asked = len(teacher.prompts)
    refresh()

    assert asked == 2 * 5 * 2  # documents, seed examples, draws
    assert len(teacher.prompts) == asked


def test_a_night_after_a_document_was_edited_asks_about_that_document_only(refresh, teacher, tmp_path):
    refresh()
    asked = len(teacher.prompts)
    edited = tmp_path / "taxonomy" / "knowledge" / "sea" / "tides.md"
    edited.write_text(TIDES.replace("twice a day", "by the moon"))
    refresh()

    assert len(teacher.prompts) - asked == 5 * 2
    assert all("rises by the moon" in prompt and SHORES.strip() not in prompt for prompt in teacher.prompts[asked:])
