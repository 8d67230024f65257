"""How a model that was made for tests answers: in the form that the prompt shows last, with made-up words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

END = "</s>"
WORDS_A_PLACE = 16
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
_PLACES = re.compile(r"(\*|\{[^}]*\})")


@dataclass(frozen=True)
class Form:
    """An answer as parts, of which the last ones may be missing: at least `least` are there.

    In a part, * stands for a word and {1|0} for one of these, of which the first is the likeliest.
    """

    parts: Sequence[str]
    least: int = 1


def _pair(name: str) -> str:
    return f"[Start of Question]{name} * and *?[End of Question]\n[Start of Response]It is * of *.[End of Response]\n"


FORMS: Mapping[str, Form] = {
    "[Start of Response]its answer": Form([_pair(name) for name in ("What is", "Why is", "How is", "Is", "Was")], 3),
    "[Start of Question]second question": Form(["[Start of Question]What of * and *?[End of Question]\n"] * 7, 4),
    "[Start of Context]your text": Form(["[Start of Context]Of *, * and * with *, but * or *.[End of Context]"]),
    "[Start of Response]your answer": Form(["[Start of Response]It is * and *, of *.[End of Response]"]),
    "[Start of Answer]YES or NO": Form(
        ["[Start of Explanation]As * of *.[End of Explanation]\n[Start of Answer]{YES|NO}[End of Answer]"]
    ),
    "[Start of Score]0, 1 or 2": Form(
        ["[Start of Feedback]Not * but *.[End of Feedback]\n[Start of Score]{2|1|0}[End of Score]"]
    ),
    "[Start of Rating]0 or 1": Form(
        ["[Start of Explanation]It is * and *.[End of Explanation]\n[Start of Rating]{1|0}[End of Rating]"]
    ),
    "[Start of Score]0 or 1": Form(
        ["[Start of Evaluation]Of * and *.[End of Evaluation]\n[Start of Score]{1|0}[End of Score]"]
    ),
    "[Start of Score]1, 2 or 3": Form(
        ["[Start of Evaluation]As *, not *.[End of Evaluation]\n[Start of Score]{3|2|1}[End of Score]"]
    ),
    "": Form(["Of * and *, * is * by *, and * was * with *."]),
}
"""What a prompt of the suite `full` shows of the answer's form, and the answer; the last one is a text without tags."""


@dataclass
class Chain:
    """Which tokens may follow each token, and how much likelier than the others each of these is, as log-odds."""

    follows: dict[str, dict[str, float]] = field(default_factory=dict)

    def lead(self, before: Sequence[str], after: Mapping[str, float]) -> None:
        """Let any of `after` follow each of `before`."""
        for token in before:
            self.follows.setdefault(token, {}).update(after)


def chain(forms: Mapping[str, Form]) -> Chain:
    """Return the Markov chain from the start of each form to its end. Each word is at one place of one form only."""
    made, words = Chain(), _words()
    for at, form in enumerate(forms.values()):
        here = [start(at)]
        for part_at, part in enumerate(form.parts):
            if part_at >= form.least:
                made.lead(here, {END: 1.0})
            for tokens in _places(part, words):
                made.lead(here, tokens)
                here = list(tokens)
        made.lead(here, {END: 0.0})
    return made


def start(at: int) -> str:
    """Return the token that begins the answers of the so-many-th form."""
    return f"<|form{at}|>"


def template(forms: Mapping[str, Form]) -> str:
    """Return the model's chat template: it ends with the start of the first form that the last message shows."""
    *shown, _ = [f"{{% elif {sign!r} in asked %}}{start(at)}" for at, sign in enumerate(forms)]
    choice = "".join(shown).removeprefix("{% elif")
    return (
        "{% for m in messages %}{{ m['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}{% set asked = messages[-1]['content'] %}"
        f"{{% if{choice}{{% else %}}{start(len(forms) - 1)}{{% endif %}}{{% endif %}}"
    )


def _words() -> Iterator[str]:
    """Yield words of two to five syllables, each once."""
    chance, known = Random(5), set[str]()
    while True:
        word = "".join(chance.choices(_SYLLABLES, k=chance.randrange(2, 6)))
        if word not in known:
            known.add(word)
            yield word


def _places(part: str, words: Iterator[str]) -> Iterator[dict[str, float]]:
    """Yield the tokens that may stand at each place of a part, with the text before it, the last with that after it."""
    pieces = _PLACES.split(part)
    for at in range(1, len(pieces), 2):
        before, place, after = pieces[at - 1], pieces[at], pieces[at + 1] if at + 2 == len(pieces) else ""
        found = [next(words) for _ in range(WORDS_A_PLACE)] if place == "*" else place[1:-1].split("|")
        likeliest = 0.8 if place != "*" else 0.0
        yield {f"{before}{one}{after}": likeliest if one == found[0] else 0.0 for one in found}
