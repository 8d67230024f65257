import pytest

from sdg_flows.flowfile.notes import UnusableFile
from sdg_flows.flowfile.places import flows_root
from sdg_flows.flowfile.prompt_file import read_prompt

FIELDS = {"system": "null", "introduction": "'intro {{a}}'", "principles": "null", "examples": "null"}
SHIPPED = sorted(path for path in flows_root().glob("configs/**/*.yaml") if path.parent.name != "classes")
"""Our prompt files; `classes` holds rows for a SamplePopulatorBlock."""


def prompt_text(more="", **fields):
    given = {**FIELDS, "generation": "gen", **fields}
    return "".join(f"{key}: {value}\n" for key, value in given.items() if value is not None) + more


def refusal(text):
    with pytest.raises(UnusableFile) as caught:
        read_prompt(text, "qa.yaml")
    return str(caught.value).splitlines()


def test_null_fields_are_empty_lines_c055():
    prompt = read_prompt(prompt_text(), "qa.yaml").prompt

    assert prompt.source == "\nintro {{a}}\n\n\ngen"
    assert prompt.render({"a": 1}) == "intro 1\n\n\ngen"


def test_a_list_is_its_lines():
    assert (
        read_prompt(prompt_text(principles="[one, two]"), "qa.yaml").prompt.source == "\nintro {{a}}\none\ntwo\n\ngen"
    )


def test_tags_are_read_as_they_stand():
    prompt = read_prompt(prompt_text("start_tags: ['<q>', '']\nend_tags: ['</q>', '']\n"), "qa.yaml").prompt

    assert (prompt.start_tags, prompt.end_tags) == (("<q>", ""), ("</q>", ""))


@pytest.mark.parametrize("missing", ["system", "generation"])
def test_the_fields_that_every_prompt_has_must_be_there_c056(missing):
    (line,) = refusal(prompt_text(**{missing: None}))

    assert line.startswith(f"qa.yaml:1: the key '{missing}' is missing; a prompt file has system, introduction, ")


def test_a_misspelt_field_is_told_beside_the_one_that_is_missing():
    misspelt, missing = refusal(prompt_text().replace("system:", "sytem:"))

    assert misspelt.endswith("the key 'sytem' is ignored. Did you mean 'system'?")
    assert "the key 'system' is missing" in missing


@pytest.mark.parametrize("missing", ["introduction", "principles", "examples"])
def test_another_field_that_is_missing_is_an_empty_line_with_a_warning(missing):
    read = read_prompt(prompt_text(**{missing: None}), "qa.yaml")

    assert read.prompt == read_prompt(prompt_text(**{missing: "null"}), "qa.yaml").prompt
    assert [str(warning) for warning in read.warnings] == [
        f"qa.yaml:1: the key '{missing}' is missing; a prompt file has system, introduction, principles, examples, "
        "generation, each of which may be null."
    ]


def test_num_samples_is_read():  # sdg_hub 10
    assert read_prompt(prompt_text("num_samples: 7\n"), "qa.yaml").prompt.num_samples == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (prompt_text(examples="{a: b}"), "qa.yaml:4: 'examples' holds a mapping; expected a text, a list of texts or "),
        (prompt_text("start_tags: '<q>'\n"), "qa.yaml:6: 'start_tags' holds '<q>'; expected a list of texts."),
        (prompt_text("end_tags: [1]\n"), "qa.yaml:6: 'end_tags' holds a list; expected a list of texts."),
        (prompt_text("num_samples: 0\n"), "qa.yaml:6: 'num_samples' holds 0; expected a whole number from 1."),
        (prompt_text("num_samples: true\n"), "qa.yaml:6: 'num_samples' holds True; expected a whole number from 1."),
        ("hello", "qa.yaml:1: a prompt file is a mapping with the keys system, introduction, "),
        (prompt_text("system: again\n"), "qa.yaml:6: key 'system' stands here a second time"),
    ],
)
def test_another_shape_is_refused_at_its_line(text, said):
    (line,) = refusal(text)

    assert line.startswith(said)


def test_a_template_that_cannot_be_read_is_refused_at_its_field():
    text = prompt_text(introduction="[one, '{{ a }}']", principles="['fine', 'not {% fine %}']")

    assert refusal(text) == ["qa.yaml:3: principles, line 2: Encountered unknown tag 'fine'."]


def test_another_key_is_ignored_with_a_warning():
    (warning,) = read_prompt(prompt_text("start_tag: ['<q>']\n"), "qa.yaml").warnings

    assert str(warning) == "qa.yaml:6: the key 'start_tag' is ignored. Did you mean 'start_tags'?"


def test_single_braces_without_any_variable_are_refused_with_the_way_to_write_them_c058():
    text = prompt_text(introduction="'about {document}'", examples="null")

    assert refusal(text) == [
        "qa.yaml:2: the prompt has {document} and no variable; for a column's value write {{ document }}."
    ]


def test_single_braces_beside_a_variable_stay_literal_c058():
    read = read_prompt(prompt_text(examples="'{x} {a}'  # {b}"), "qa.yaml")

    assert read.prompt.render({"a": 1}) == "intro 1\n\n{x} {a}\ngen"
    assert [str(problem) for problem in read.single_braces(["a", "b"])] == [
        "qa.yaml:4: {a} stays as it is, though 'a' is a column; for its value write {{ a }}."
    ]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_prompt_of_ours_needs_a_value_c052(path):
    assert read_prompt(path.read_text("utf-8"), path.name).prompt.required


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_prompt_of_ours_is_read_without_a_warning(path):
    assert read_prompt(path.read_text("utf-8"), path.name).warnings == ()
