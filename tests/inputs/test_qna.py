import pytest

from inputs.leaves import knowledge_yaml, skill_yaml
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.qna import validate_qna
from sdg_flows.inputs.qna_schema import FirstSkill, FolderKnowledge, GitKnowledge, Skill
from sdg_flows.yamltext.reader import Marked, read_yaml

PAIRS = [{"question": f"q{at}", "answer": f"a{at}"} for at in range(5)]
GIT = {"repo": "https://example.org/r", "commit": "abc", "patterns": ["*.md"]}


def marked(value) -> Marked:
    return Marked(value, {(): 1})


def without(yaml, key):
    return {name: value for name, value in yaml.items() if name != key}


@pytest.mark.parametrize(
    ("kind", "yaml", "schema"),
    [
        ("skill", skill_yaml(version=1, seed_examples=PAIRS[:1], task_description=""), FirstSkill),
        ("skill", without(skill_yaml(), "version"), FirstSkill),
        ("skill", skill_yaml(version=2), Skill),
        ("skill", skill_yaml(version=3), Skill),
        ("skill", skill_yaml(seed_examples=[{**pair, "context": "c"} for pair in PAIRS]), Skill),
        ("knowledge", knowledge_yaml(), FolderKnowledge),
        ("knowledge", knowledge_yaml(document=GIT), GitKnowledge),
    ],
)
def test_what_keeps_the_schema_of_its_version_is_given(kind, yaml, schema):  # C133
    assert validate_qna(marked(yaml), "f", kind) == schema.model_validate(yaml)


@pytest.mark.parametrize(
    ("kind", "yaml", "message"),
    [
        ("knowledge", without(knowledge_yaml(), "version"), "key 'version' is missing; version 3 is read"),
        ("knowledge", knowledge_yaml(version=2), "version 2 of a knowledge file is not known; version 3 is read"),
        ("knowledge", knowledge_yaml(version=4), "version 4 of a knowledge file is not known; version 3 is read"),
        ("skill", skill_yaml(version=4), "version 4 of a skill file is not known; versions 1 to 3 are read"),
        ("skill", skill_yaml(version="3"), "'version' must be a whole number, found '3'; versions 1 to 3 are read"),
        ("skill", skill_yaml(version=True), "'version' must be a whole number, found true; versions 1 to 3 are read"),
        ("skill", ["a"], "a mapping with the keys of a skill is expected, found a list"),
        ("skill", without(skill_yaml(), "created_by"), "key 'created_by' is missing"),
        ("skill", skill_yaml(task_description=" "), "'task_description' is empty"),
        ("skill", skill_yaml(task_description=None), "'task_description' is empty"),
        ("skill", skill_yaml(task_description=7), "'task_description' must be text, found 7; put it in quotes"),
        ("skill", skill_yaml(seed_examples=PAIRS[:4]), "'seed_examples' has 4 entries; at least 5 are needed"),
        ("skill", skill_yaml(seed_examples=PAIRS[:1]), "'seed_examples' has 1 entry; at least 5 are needed"),
        ("skill", skill_yaml(version=1, seed_examples=[]), "'seed_examples' has 0 entries; at least 1 is needed"),
        ("skill", skill_yaml(seed_examples="x"), "'seed_examples' must be a list, found 'x'"),
        ("skill", skill_yaml(seed_examples=[*PAIRS, "x"]), "item 6 of 'seed_examples' must be a mapping, found 'x'"),
        ("skill", skill_yaml(seed_examples=[*PAIRS, PAIRS[1]]), "item 6 of 'seed_examples' is the same as item 2"),
        ("knowledge", knowledge_yaml(document=[]), "'document' must be a mapping, found a list"),
        ("knowledge", knowledge_yaml(document={"patterns": []}), "'patterns' has 0 entries; at least 1 is needed"),
        ("knowledge", knowledge_yaml(document={"patterns": ["a", "a"]}), "item 2 of 'patterns' is the same as item 1"),
        ("knowledge", knowledge_yaml(document=without(GIT, "commit")), "key 'commit' is missing"),
        (
            "skill",
            skill_yaml(task_descripton="x"),
            "key 'task_descripton' is not known here. Did you mean 'task_description'? "
            "Keys here: created_by, seed_examples, task_description, version",
        ),
        (
            "skill",
            skill_yaml(seed_examples=[*PAIRS, {"question": "q", "answer": "a", "contxt": "c"}]),
            "key 'contxt' is not known here. Did you mean 'context'? Keys here: answer, context, question",
        ),
        (
            "knowledge",
            knowledge_yaml(document={**GIT, "pattern": "x"}),
            "key 'pattern' is not known here. Did you mean 'patterns'? Keys here: commit, patterns, repo",
        ),
        (
            "skill",
            skill_yaml(seed_examples=[*PAIRS, {"question": "q", "answer": "a", "context": "c"}]),
            "item 6 of 'seed_examples' has a context while item 1 has none; "
            "give a context to every example (a grounded skill) or to none (a freeform skill)",
        ),
        (
            "skill",
            skill_yaml(seed_examples=[{**PAIRS[0], "context": "c"}, *PAIRS[1:]]),
            "item 2 of 'seed_examples' has no context while item 1 has one; "
            "give a context to every example (a grounded skill) or to none (a freeform skill)",
        ),
    ],
)
def test_what_breaks_the_schema_is_said_in_a_sentence(kind, yaml, message):  # C131, C133
    with pytest.raises(InputError) as raised:
        validate_qna(marked(yaml), "f", kind)

    assert str(raised.value) == f"f:1: {message}"


def test_a_knowledge_example_has_three_different_pairs():  # C133
    few = {"context": "c", "questions_and_answers": [PAIRS[0], PAIRS[1]]}
    twice = {"context": "d", "questions_and_answers": [PAIRS[0], PAIRS[1], PAIRS[0]]}
    yaml = knowledge_yaml(seed_examples=[*knowledge_yaml()["seed_examples"], few, twice])

    with pytest.raises(InputError) as raised:
        validate_qna(marked(yaml), "f", "knowledge")

    assert {problem.text for problem in raised.value.problems} == {
        "'questions_and_answers' has 2 entries; at least 3 are needed",
        "item 3 of 'questions_and_answers' is the same as item 1",
    }


def test_other_keys_beside_a_pair_are_the_authors_own():
    pairs = [{**pair, "note": "mine"} for pair in PAIRS]
    examples = [{"context": f"c{at}", "questions_and_answers": pairs} for at in range(5)]

    assert validate_qna(marked(knowledge_yaml(seed_examples=examples)), "f", "knowledge").version == 3


def test_every_problem_of_a_file_comes_with_its_line():
    text = "version: 2\ncreated_by: ''\nseed_examples:\n  - question: q\n    answer:\n  - answer: 1\n    tags: x\n"

    with pytest.raises(InputError) as raised:
        validate_qna(read_yaml(text, "f"), "f", "skill")

    assert {(problem.line, problem.text.split(".")[0]) for problem in raised.value.problems} == {
        (1, "key 'task_description' is missing"),
        (2, "'created_by' is empty"),
        (5, "'answer' is empty"),
        (6, "key 'question' is missing"),
        (6, "'answer' must be text, found 1; put it in quotes"),
        (7, "key 'tags' is not known here"),
    }
