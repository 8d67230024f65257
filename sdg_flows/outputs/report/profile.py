"""A profile of the training rows of a run: lengths, repeats and diversity."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sdg_flows.core.even_spacing import evenly_spaced
from sdg_flows.outputs.files.lines import numbered_lines, parse_record
from sdg_flows.outputs.report.diversity import Distinct, Similarity, distinct, similarity
from sdg_flows.outputs.report.word_counts import Lengths, lengths, words

MEASURED = 2_000
COMPARED = 1_000


@dataclass(frozen=True)
class Profile:
    """The profile of the training rows: `repeats` counts the lines that equal an earlier one, over all `rows`.

    Lengths are those of `measured` rows; similarity and distinct words those of `compared` rows. Both samples are
    evenly spread over all.
    """

    rows: int
    repeats: int
    measured: int
    user: Lengths
    assistant: Lengths
    compared: int
    similarity: Similarity
    question_words: Distinct
    answer_words: Distinct


def profile(train: Path, rows: int) -> Profile:
    """Profile the training rows in one pass, holding 8 bytes for each and the texts of the measured ones.

    `rows` is the number that the run wrote; people may have added or removed some since.

    Raises:
        SettingsError: a line that is measured is no training row.
    """
    line_hashes = array("q")
    wanted = set(evenly_spaced(rows, MEASURED))
    measured: list[dict[str, str]] = []
    for number, line in numbered_lines(train):
        line_hashes.append(hash(line))
        if number in wanted:
            measured.append(parse_record(line, f"{train}:{number + 1}", "user", "assistant"))
    users, assistants = ([row[name] for row in measured] for name in ("user", "assistant"))
    compared = evenly_spaced(len(measured), COMPARED)
    return Profile(
        rows=len(line_hashes),
        repeats=len(line_hashes) - len(np.unique(np.array(line_hashes))),
        measured=len(measured),
        user=_lengths(users),
        assistant=_lengths(assistants),
        compared=len(compared),
        similarity=similarity([users[index] for index in compared]),
        question_words=distinct([users[index] for index in compared]),
        answer_words=distinct([assistants[index] for index in compared]),
    )


def _lengths(texts: Sequence[str]) -> Lengths:
    return lengths([words(text) for text in texts])
