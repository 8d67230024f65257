"""Which of several choices fits the material best, by the words of the choices and of their definitions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import regex

from sdg_flows.core.identity import digest
from sdg_flows.teacher.offline.sections import Role
from sdg_flows.teacher.offline.sentences import content_words

_OWN, _TOLD = 2.0, 1.0
"""What a word of the material counts for a choice: one of its own or of the word list, and one of its definition."""
_SHAPES = {
    "table": regex.compile(r"^\s*\||\t.*\t|(?:\S;){2}"),
    "code": regex.compile(r"^\s*(?:```|\$ |>>> |#!|def |class |import |return\b)|[{};]\s*$|\w\(.*\)\s*$"),
}
_MOST = 0.5
_STEM = 5
"""Words of at least so many letters that begin alike count as one."""


def best_choice(choices: Sequence[str], inputs: Mapping[Role, str], wording: str = "") -> str:
    """Return the choice whose words the material shares most; of choices that fit alike, the material draws one."""
    material = inputs.get("document") or " ".join(inputs.values())
    if (shaped := _shaped_like(choices, material)) is not None:
        return shaped
    words = _stems(material)
    nearness = [_nearness(choice, words, wording) for choice in choices]
    likely = [choice for choice, near in zip(choices, nearness, strict=True) if near == max(nearness)]
    return likely[int(digest(material)[:8], 16) % len(likely)]


def _shaped_like(choices: Sequence[str], material: str) -> str | None:
    """Return the choice that names what most lines of the material are, when the choices are names of such shapes."""
    lines = [line for line in material.splitlines() if line.strip()] or [""]
    shares = {shape: sum(map(bool, map(pattern.search, lines))) / len(lines) for shape, pattern in _SHAPES.items()}
    shape = next((shape for shape, share in shares.items() if share > _MOST), "prose")
    named = {choice.lower().rstrip("s"): choice for choice in choices}
    return named.get(shape) if "prose" in named else None


def _nearness(choice: str, words: frozenset[str], wording: str) -> float:
    own = _stems(f"{choice} {_word_list().get(choice.lower(), '')}")
    told = _stems(_definition(choice, wording)) - own
    return _OWN * len(own & words) + _TOLD * len(told & words)


def _definition(choice: str, wording: str) -> str:
    """Return the rest of the line on which the wording defines a choice, `- joy: happiness, …`."""
    found = regex.search(
        rf"^\W*{regex.escape(choice)}\W*[:=\u2013-]+[ \t]*(?P<text>.+)$", wording, regex.MULTILINE | regex.IGNORECASE
    )
    return found["text"] if found else ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in content_words(text))


@lru_cache(maxsize=1)
def _word_list() -> Mapping[str, str]:
    """Return the words that tell feelings, by feeling."""
    return json.loads(files("sdg_flows.teacher.offline").joinpath("feelings.json").read_text(encoding="utf-8"))
