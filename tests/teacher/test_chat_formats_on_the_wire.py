"""The chat formats of flows_yaml as a server gets them."""

import pytest

from sdg_flows.flowfile.chat_formats import chat_format, families
from sdg_flows.teacher.http.server_dialect import body_for

TALK = [
    {"role": "system", "content": "s"},
    {"role": "user", "content": "u"},
    {"role": "assistant", "content": "a"},
    {"role": "user", "content": "v"},
]


def sent(family):
    return body_for({"prompt": chat_format(family).wrap(TALK)}, "vllm")["prompt"]


@pytest.mark.parametrize("family", sorted(families()))
def test_every_turn_is_there_and_no_start_token(family):
    text = sent(family)

    assert "<s>" not in text
    assert "<|begin_of_text|>" not in text
    assert [text.count(turn["content"]) > 0 for turn in TALK] == [True] * 4


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("mixtral", "[INST] s\n\nu [/INST] a</s> [INST] v [/INST]"),
        ("granite", "<|system|>\ns\n<|user|>\nu\n<|assistant|>\na<|endoftext|>\n<|user|>\nv\n<|assistant|>"),
        ("plain", "s\n\nu\n\na\n\nv"),
    ],
)
def test_a_talk_is_written_in_the_markers_of_its_family(family, text):
    assert sent(family) == text
