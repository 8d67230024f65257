"""Questions with lettered options: the right one among answers to other questions about the same document."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from sdg_flows.teacher.offline.questions import Pair, question_and_answer
from sdg_flows.teacher.offline.sentences import sentences_of
from sdg_flows.teacher.offline.turn import Turn

_LETTERED = regex.compile(r"^[ \t]*(?P<letter>[A-Z])(?P<mark>[).:])[ \t]", regex.MULTILINE)
_TRIED = 24
_FILLING = ("This is not known.", "It differs from case to case.", "Nothing of the kind has been observed.")


def option_letters(placeholder: str) -> tuple[str, ...]:
    """Return the marks of the options that a placeholder shows, such as `A)`; none when it shows fewer than two."""
    found = tuple(match["letter"] + match["mark"] for match in _LETTERED.finditer(placeholder))
    return found if len(found) > 1 else ()


def question_with_options(document: str, letters: Sequence[str], turn: Turn) -> Pair:
    """Return the turn's question with an option on a line for each letter, and the right option with its letter."""
    question, right = question_and_answer(document, turn)
    others = [question_and_answer(document, Turn(turn.seed, turn.draw + step))[1] for step in range(1, _TRIED)]
    further = [sentence.text for sentence in sentences_of(document)]
    wrong = [one for one in dict.fromkeys([*others, *further, *_FILLING]) if one != right][: len(letters) - 1]
    options = [*wrong, right]
    turn.rng.shuffle(options)
    lines = [f"{letter} {option}" for letter, option in zip(letters, options, strict=False)]
    return "\n".join([question, *lines]), lines[options.index(right)]
