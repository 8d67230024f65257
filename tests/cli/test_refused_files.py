import re

import pytest

from inputs.leaves import knowledge_yaml, skill_yaml, write_leaf


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "flow.yaml",
            "type: FilterByValueBlock",
            "type: FilterByValuesBlock",
            r"flow\.yaml:18: .*'keep_good'.*'FilterByValuesBlock'.* Did you mean 'FilterByValueBlock'\?",
        ),
        (
            "flow.yaml",
            "filter_column: score",
            "filter_column: scores",
            r"flow\.yaml:\d+: block 'keep_good' needs column 'scores'.* Did you mean 'score'\?",
        ),
        (
            "response.yaml",
            "{{ question }}",
            "{{ qeustion }}",
            r"flow\.yaml:\d+: block 'write_responses' needs column 'qeustion'.* Did you mean 'question'\?",
        ),
        ("flow.yaml", 'version: "1.0"', 'version: "2.0"', r"flow\.yaml:\d: .*2\.0"),
    ],
    ids=["unknown block", "misspelt column", "missing prompt variable", "wrong version"],
)
def test_a_flow_file_with_a_mistake_is_refused(refused, project, file, old, new, sentence):
    project.edit(file, old, new)
    code, said = refused(*project.arguments)

    assert code == 2
    assert re.search(sentence, said)


def test_a_taxonomy_that_is_not_there_is_refused(refused, teacher):
    assert refused("--taxonomy", "nowhere", "--endpoint", teacher.url) == (
        2,
        "sdg-flows: nowhere: no such folder; a folder with knowledge/ or compositional_skills/ in it is expected.\n",
    )


def test_every_broken_leaf_of_a_taxonomy_is_told_at_once(refused, project, teacher):
    root = project.folder / "taxonomy"
    write_leaf(root, "knowledge/tides", knowledge_yaml(version=9))
    write_leaf(root, "compositional_skills/rhymes", skill_yaml(created_by=None))
    write_leaf(root, "compositional_skills/lists", "version: [2")
    code, said = refused("--taxonomy", str(root), "--endpoint", teacher.url)

    assert code == 2
    assert re.findall(r"(\w+/\w+)/qna\.yaml:\d+: ", said) == [
        "compositional_skills/lists",
        "compositional_skills/rhymes",
        "knowledge/tides",
    ]


def test_a_table_that_is_not_there_is_refused(refused, project):
    (project.folder / "seeds.jsonl").unlink()
    code, said = refused(*project.arguments)

    assert code == 2
    assert re.fullmatch(r"sdg-flows: .*seeds\.jsonl: .*\n", said)
