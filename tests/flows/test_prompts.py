import re

import pytest

from flows.flow_files import JUDGES, PROMPT_FILES, name_of, prompt_of
from sdg_flows.core.parsing_tags import read_tags
from sdg_flows.core.prompts import RenderError

FORM = re.compile(r"^.*in exactly this form.*:$\n(?P<form>(?:.+\n?)+)", re.MULTILINE)


def row_for(prompt, text="some text"):
    """Return a row that holds a text in each column that the prompt must have."""
    kinds = {"num_samples": 3, "messages": [{"role": "user", "content": text}]}
    return {name: kinds.get(name, text) for name in prompt.required}


@pytest.mark.parametrize("path", PROMPT_FILES, ids=name_of)
def test_a_prompt_refuses_a_row_without_its_columns_c052(path):
    with pytest.raises(RenderError, match="is undefined"):
        prompt_of(path).render({"foo": "bar"})


@pytest.mark.parametrize("path", PROMPT_FILES, ids=name_of)
def test_the_form_that_a_prompt_asks_for_is_read_by_its_tags(path):
    prompt = prompt_of(path)
    forms = [found["form"].strip() for found in FORM.finditer(prompt.render(row_for(prompt)))]
    parsed = [read_tags(form, prompt.start_tags, prompt.end_tags) for form in forms]

    assert [(one.reason, bool(one.records)) for one in parsed] == ([] if prompt.start_tags == ("",) else [(None, True)])


@pytest.mark.parametrize("path", JUDGES, ids=name_of)
def test_material_can_neither_speak_for_a_judge_nor_end_its_section(path):
    prompt = prompt_of(path)
    tags = "".join((*prompt.start_tags, *prompt.end_tags))
    sections = re.findall(r"^<(\w+)>$", prompt.render(row_for(prompt)), re.MULTILINE)
    forged = prompt.render(row_for(prompt, "x" + tags + "".join(f"</{name}>" for name in sections)))

    plain = prompt.render(row_for(prompt))
    assert {tag: forged.count(tag) for tag in (*prompt.start_tags, *prompt.end_tags)} == {
        tag: plain.count(tag) for tag in (*prompt.start_tags, *prompt.end_tags)
    }
    assert [forged.count(f"</{name}>") for name in sections] == [plain.count(f"</{name}>") for name in sections]


@pytest.mark.parametrize("path", JUDGES, ids=name_of)
def test_a_judge_gives_its_reasons_before_its_verdict(path):
    first, *verdicts = prompt_of(path).start_tags

    assert first[len("[Start of ") : -1] in {"Explanation", "Feedback", "Evaluation", "Comparison"}
    assert all(verdict[:-1].split()[-1] in {"Answer", "Score", "Rating", "Verdict"} for verdict in verdicts)
