import json

import pytest

from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.http.server_dialect import body_for, choices_of, dialect_of, is_wrapped, unwrap_choice

CHAT = {"model": "m", "messages": [{"role": "user", "content": "q"}]}
TEXT = {"model": "m", "prompt": "q"}
YES_NO = {"structured_outputs": {"choice": ["YES", "NO"]}}
SCHEMA = {"type": "object"}


@pytest.mark.parametrize(
    ("owners", "version", "dialect"),
    [
        (["vllm"], "0.12.0", "vllm"),
        (["vllm"], "0.11.2", "vllm_guided"),
        (["vllm"], "1.0.0rc1", "vllm"),
        (["vllm"], None, "vllm"),
        (["llamacpp"], None, "llamacpp"),
        (["me"], None, "llamacpp"),
        (["openai", "system"], None, "openai"),
        ([], None, "openai"),
    ],
)
def test_a_server_is_known_by_who_owns_its_models(owners, version, dialect):
    assert dialect_of(owners, version) == dialect


@pytest.mark.parametrize(
    ("constraint", "dialect", "sent"),
    [
        ({"choice": ["YES", "NO"]}, "vllm", {"structured_outputs": {"choice": ["YES", "NO"]}}),
        ({"choice": ["YES", "NO"]}, "vllm_guided", {"guided_choice": ["YES", "NO"]}),
        ({"regex": "a+"}, "vllm_guided", {"guided_regex": "a+"}),
        ({"choice": ["YES", 'a "b"\n\\']}, "llamacpp", {"grammar": r'root ::= "YES" | "a \"b\"\n\\"'}),
        ({"json": SCHEMA}, "llamacpp", {"json_schema": SCHEMA}),
        ({"grammar": "root ::= x"}, "llamacpp", {"grammar": "root ::= x"}),
        ({"regex": "a+"}, "llamacpp", {}),
    ],
)
@pytest.mark.parametrize("body", [CHAT, TEXT])
def test_each_server_gets_a_constraint_in_its_own_words(body, constraint, dialect, sent):
    assert body_for({**body, "structured_outputs": constraint}, dialect) == {**body, **sent}


def test_a_server_that_says_nothing_of_itself_gets_a_choice_as_a_schema_with_room_for_it():
    sent = body_for({**CHAT, **YES_NO, "max_tokens": 5}, "openai")

    schema = sent["response_format"]["json_schema"]["schema"]
    assert schema["properties"] == {"answer": {"type": "string", "enum": ["YES", "NO"]}}
    assert sent == {**CHAT, "max_tokens": 21, "response_format": sent["response_format"]}


@pytest.mark.parametrize("constraint", [{"choice": ["a"]}, {"json": SCHEMA}, {"regex": "a"}])
def test_such_a_server_gets_nothing_unknown_on_completions(constraint):
    assert body_for({**TEXT, "structured_outputs": constraint}, "openai") == TEXT


def test_the_older_words_of_a_flow_file_mean_the_same():
    older = {**CHAT, "guided_choice": ["YES", "NO"]}

    assert body_for(older, "vllm") == {**CHAT, **YES_NO}
    assert choices_of(older) == ["YES", "NO"]


def test_a_body_without_a_constraint_is_sent_as_it_is():
    assert body_for({**CHAT, "top_k": 4}, "openai") == {**CHAT, "top_k": 4}


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("<s> [INST] q [/INST]", "[INST] q [/INST]"),
        ("<|begin_of_text|><|start_header_id|>", "<|start_header_id|>"),
        ("q <s>", "q <s>"),
    ],
)
def test_a_text_goes_without_the_start_token_that_the_server_puts_before_it(prompt, sent):
    assert body_for({"prompt": prompt}, "vllm") == {"prompt": sent}


def test_a_text_keeps_its_start_token_where_the_server_is_told_to_add_none():
    told = {"prompt": "<s> q", "add_special_tokens": False}

    assert body_for(told, "vllm") == told


@pytest.mark.parametrize(
    ("body", "dialect", "wrapped"),
    [
        ({**CHAT, **YES_NO}, "openai", True),
        ({**TEXT, **YES_NO}, "openai", False),
        ({**CHAT, **YES_NO}, "vllm", False),
        (CHAT, "openai", False),
    ],
)
def test_only_a_choice_in_a_chat_with_an_unknown_server_comes_wrapped(body, dialect, wrapped):
    assert is_wrapped(body, dialect) is wrapped


@pytest.mark.parametrize(
    ("content", "text"), [('{"answer": "YES"}', "YES"), ("YES", "YES"), ('{"other": 1}', '{"other": 1}'), ("[]", "[]")]
)
def test_a_wrapped_choice_comes_out_bare_and_anything_else_as_it_is(content, text):
    reply = Reply(200, json.dumps({"choices": [{"message": {"content": content}}]}).encode(), 1.0)

    assert json.loads(unwrap_choice(reply).body) == {"choices": [{"message": {"content": text}}]}
