import pytest

from sdg_flows.core.prompts import ChatFormat, Prompt


def test_single_braces_stay_as_they_are_and_are_reported_when_they_name_a_column():  # C058
    prompt = Prompt(source="{document} and {{ domain }} and {other}")

    assert prompt.render({"domain": "d"}) == "{document} and d and {other}"
    assert prompt.single_braces(["document", "domain"]) == ("document",)


def test_a_chat_format_wraps_the_prompt_as_one_user_message():
    form = ChatFormat(name="x", source="{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>")

    assert form.wrap([{"role": "user", "content": "hello"}]) == "<user>hello<assistant>"


def test_a_chat_format_that_reads_anything_else_is_refused():  # C059
    with pytest.raises(ValueError, match=r"found \['domain'\]"):
        ChatFormat(name="x", source="{{ domain }}")
