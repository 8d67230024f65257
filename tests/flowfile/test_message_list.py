import pytest

from sdg_flows.core.templates import RenderError
from sdg_flows.flowfile.notes import UnusableFile
from sdg_flows.flowfile.prompt_file import read_prompt

CHAT = """
- role: system
  content: Be {{ mood }}.
- role: user
  content: "Q {{ q }}"
"""


def test_a_list_of_messages_is_a_conversation_with_the_variables_of_all_messages():
    prompt = read_prompt(CHAT, "chat.yaml").prompt

    assert prompt.variables == {"mood", "q"}
    assert prompt.render_messages({"mood": "kind", "q": "x"}) == (
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Q x"},
    )


def test_a_message_that_comes_out_empty_is_left_out():
    text = "- {role: system, content: '{{ rules | default(\"\") }}'}\n- {role: user, content: 'Q {{ q }}'}"

    assert read_prompt(text, "chat.yaml").prompt.render_messages({"q": "x"}) == ({"role": "user", "content": "Q x"},)


def test_a_conversation_whose_question_comes_out_empty_is_not_sent():
    text = "- {role: system, content: Be kind.}\n- {role: user, content: '{{ q | default(\"\") }}'}"

    with pytest.raises(RenderError, match="does not end with a user message"):
        read_prompt(text, "chat.yaml").prompt.render_messages({})


def test_an_answer_to_a_list_of_messages_is_read_as_a_whole():
    prompt = read_prompt(CHAT, "chat.yaml").prompt

    assert (prompt.start_tags, prompt.end_tags) == (("",), ("",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "chat.yaml:1: the last message is what the teacher answers; its role is 'user'."),
        (
            "- {role: user, content: a}\n- {role: assistant, content: b}",
            "chat.yaml:2: the last message is what the teacher answers; its role is 'user'.",
        ),
        ("- hello", "chat.yaml:1: message 1 holds 'hello'; expected role and content."),
        (
            "- {role: usr, content: a}",
            "chat.yaml:1: message 1 has the role 'usr'. Did you mean 'user'? Roles: assistant, system, user.",
        ),
        ("- {role: user, content: 1}", "chat.yaml:1: message 1: 'content' holds 1; expected a text."),
        ("- {role: user, content: a, nme: b}", "chat.yaml:1: message 1 has no key 'nme'."),
        (
            "- role: user\n  content: 'a {% b %}'",
            "chat.yaml:2: message 1: template line 1: Encountered unknown tag 'b'.",
        ),
    ],
)
def test_a_list_that_is_no_conversation_is_refused_at_its_line(text, said):
    with pytest.raises(UnusableFile) as caught:
        read_prompt(text, "chat.yaml")

    assert str(caught.value) == said
