"""What the training rows of a run look like: lengths, repeats and how unlike they are."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sdg_flows.core.even_spacing import evenly_spaced
from sdg_flows.outputs.files.lines import numbered_lines, record_in
from sdg_flows.outputs.report.diversity import Distinct, Likeness, distinct, likeness
from sdg_flows.outputs.report.word_counts import Lengths, lengths, words

MEASURED = 2_000
COMPARED = 1_000


@dataclass(frozen=True)
class Profile:
    """The training rows: `repeats` are those that another one before them has in all letters, counted over all `rows`.

    Lengths are those of `measured` rows; likeness and different words are those of `compared` ones.
    Both are evenly spread over all.
    """

    rows: int
    repeats: int
    measured: int
    user: Lengths
    assistant: Lengths
    compared: int
    likeness: Likeness
    question_words: Distinct
    answer_words: Distinct


def profile(train: Path, rows: int) -> Profile:
    """Read the training rows once; 8 bytes are held for each, and the texts of those that are measured.

    `rows` is how many a run wrote; people may have added or removed some since.

    Raises:
        SettingsError: a line that is measured is no training row.
    """
    seen = array("q")
    wanted = set(evenly_spaced(rows, MEASURED))
    taken: list[dict[str, str]] = []
    for number, line in numbered_lines(train):
        seen.append(hash(line))
        if number in wanted:
            taken.append(record_in(line, f"{train}:{number + 1}", "user", "assistant"))
    users, assistants = ([row[name] for row in taken] for name in ("user", "assistant"))
    compared = evenly_spaced(len(taken), COMPARED)
    return Profile(
        rows=len(seen),
        repeats=len(seen) - len(np.unique(np.array(seen))),
        measured=len(taken),
        user=_lengths(users),
        assistant=_lengths(assistants),
        compared=len(compared),
        likeness=likeness([users[at] for at in compared]),
        question_words=distinct([users[at] for at in compared]),
        answer_words=distinct([assistants[at] for at in compared]),
    )


def _lengths(texts: Sequence[str]) -> Lengths:
    return lengths([words(text) for text in texts])
