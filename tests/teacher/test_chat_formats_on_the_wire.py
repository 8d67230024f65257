"""The chat formats of flows_yaml as a server gets them."""

from pathlib import Path

import pytest

from sdg_flows.core.prompts import ChatFormat
from sdg_flows.teacher.spelling import spelt

FORMATS = Path(__file__).parents[2] / "flows_yaml" / "chat_formats"
TALK = [
    {"role": "system", "content": "s"},
    {"role": "user", "content": "u"},
    {"role": "assistant", "content": "a"},
    {"role": "user", "content": "v"},
]


def text_of(family):
    return (FORMATS / f"{family}.jinja").read_text(encoding="utf-8")


def sent(family):
    wrapped = ChatFormat(name=family, source=text_of(family)).wrap(TALK)
    return spelt({"prompt": wrapped}, "vllm")["prompt"]


@pytest.mark.parametrize("family", sorted(path.stem for path in FORMATS.glob("*.jinja")))
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


@pytest.mark.parametrize(
    ("one", "other"), [("llama", "llama3"), ("llama", "llama-3"), ("mixtral", "mistral"), ("granite", "merlinite")]
)
def test_families_of_one_format_have_the_same_file(one, other):
    assert text_of(one) == text_of(other)
