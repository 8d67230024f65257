import pytest

from sdg_flows.core.templates import MAX_RENDERED, RenderError, TextTemplate


def test_a_prompt_names_its_variables_and_which_of_them_it_cannot_do_without():
    prompt = TextTemplate(source="{{ a }} {% if b is defined %}{{ b }}{% endif %} {{ c | default('none') }}")

    assert (prompt.variables, prompt.required) == ({"a", "b", "c"}, {"a"})


def test_a_null_value_counts_as_missing():  # C034
    with pytest.raises(RenderError, match="'a' is undefined"):
        TextTemplate(source="{{ a }}").render({"a": None})


def test_a_guarded_null_value_is_left_out():
    assert TextTemplate(source="x{% if a is defined %} {{ a }}{% endif %}").render({"a": None}) == "x"


def test_text_of_a_row_is_never_rendered_again():
    assert TextTemplate(source="{{ a }}").render({"a": "{{ 7 * 7 }}"}) == "{{ 7 * 7 }}"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ a.__class__ }}", "unsafe"),
        ("{{ a.append(1) }}", "unsafe"),
        ("{{ 'a' * 999999 }}", "works on numbers only"),
        ("{{ 'a'.ljust(9) }}", "unsafe"),
        ("{{ 'aa' | replace('', 'a' * 1) }}", "works on numbers only"),
        ("{{ long | replace('', long) }}", "longer than"),
        ("{{ long | join(long) }}", "longer than"),
        ("{{ range(3) }}", "undefined"),
        ("{{ cycler }}", "undefined"),
    ],
)
def test_a_prompt_cannot_reach_beyond_its_values(source, said):
    with pytest.raises(RenderError, match=said):
        TextTemplate(source=source).render({"a": [1], "long": "x" * 2000})


def test_a_prompt_that_grows_without_end_is_refused():
    text = "x" * (MAX_RENDERED // 4)

    with pytest.raises(RenderError, match="longer than"):
        TextTemplate(source="{% for i in rows %}{{ text }}{% endfor %}").render({"rows": [1] * 5, "text": text})


def test_a_filter_that_prompts_have_not_is_told_with_the_nearest_one():
    with pytest.raises(
        ValueError, match=r"template line 2: there is no filter 'uper'\. Did you mean 'upper'\? Filters: "
    ):
        TextTemplate(source="fine\n{{ a | uper }}")


def test_a_syntax_error_is_found_when_the_prompt_is_made():
    with pytest.raises(ValueError, match="template line 2"):
        TextTemplate(source="fine\n{{ a")
