"""Which of several answers to one question is the best, by the words of the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from sdg_flows.core.identity import digest
from sdg_flows.teacher.offline.brief import Parts
from sdg_flows.teacher.offline.sentences import content_words

_SIGN = regex.compile(r"[a-z0-9]+")


def better_option(options: Sequence[str], inputs: Parts, named: Mapping[str, str]) -> str | None:
    """Return the option whose answer shares most words with the question; None unless two options name an answer.

    An option names the section whose name has all of its words, such as `Assistant A` and `assistant_a_response`. Of
    answers that share as much, the texts draw one.
    """
    answers = {option: text for option in options if (text := _named_by(option, named)) is not None}
    if len(answers) < 2:
        return None
    asked = content_words(inputs.get("question", ""))
    shares = {option: len(asked & content_words(text)) for option, text in answers.items()}
    best = [option for option, share in shares.items() if share == max(shares.values())]
    return best[int(digest(*answers.values())[:8], 16) % len(best)]


def _named_by(option: str, named: Mapping[str, str]) -> str | None:
    words = set(_SIGN.findall(option.lower()))
    return next((text for name, text in named.items() if words <= set(_SIGN.findall(name.lower()))), None)
