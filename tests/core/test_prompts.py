import pytest

from sdg_flows.core.prompts import MAX_RENDERED, ChatFormat, Prompt, RenderError


def test_a_prompt_names_its_variables_and_which_of_them_it_cannot_do_without():
    prompt = Prompt(source="{{ a }} {% if b is defined %}{{ b }}{% endif %} {{ c | default('none') }}")

    assert (prompt.variables, prompt.required) == ({"a", "b", "c"}, {"a"})


def test_a_null_value_counts_as_missing():  # C034
    with pytest.raises(RenderError, match="'a' is undefined"):
        Prompt(source="{{ a }}").render({"a": None})


def test_a_guarded_null_value_is_left_out():
    assert Prompt(source="x{% if a is defined %} {{ a }}{% endif %}").render({"a": None}) == "x"


def test_single_braces_stay_as_they_are_and_are_reported_when_they_name_a_column():  # C058
    prompt = Prompt(source="{document} and {{ domain }} and {other}")

    assert prompt.render({"domain": "d"}) == "{document} and d and {other}"
    assert prompt.single_braces(["document", "domain"]) == ("document",)


def test_text_of_a_row_is_never_rendered_again():
    assert Prompt(source="{{ a }}").render({"a": "{{ 7 * 7 }}"}) == "{{ 7 * 7 }}"


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
        Prompt(source=source).render({"a": [1], "long": "x" * 2000})


def test_a_prompt_that_grows_without_end_is_refused():
    text = "x" * (MAX_RENDERED // 4)

    with pytest.raises(RenderError, match="longer than"):
        Prompt(source="{% for i in rows %}{{ text }}{% endfor %}").render({"rows": [1] * 5, "text": text})


def test_a_syntax_error_is_found_when_the_prompt_is_made():
    with pytest.raises(ValueError, match="template line 2"):
        Prompt(source="fine\n{{ a")


def test_a_chat_format_wraps_the_prompt_as_one_user_message():
    form = ChatFormat(name="x", source="{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>")

    assert form.wrap([{"role": "user", "content": "hello"}]) == "<user>hello<assistant>"


def test_a_chat_format_that_reads_anything_else_is_refused():  # C059
    with pytest.raises(ValueError, match=r"found \['domain'\]"):
        ChatFormat(name="x", source="{{ domain }}")
