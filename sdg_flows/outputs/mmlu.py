"""A benchmark of multiple-choice questions, in the form that lm-evaluation-harness reads.

Source: InstructLab's MMLU bench, whose labels were numbered anew where a letter was missing; here A is always 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

from sdg_flows.outputs.pages import TEMPLATES

QUESTION, ANSWER = "mmlubench_question", "mmlubench_answer"
LETTERS = "ABCD"

_OPTION = regex.compile(r"(?:^|\s)(?P<letter>[A-Z])\)\s*(?P<text>.*?)(?=\s+[A-Z]\)\s|\s*\Z)", regex.DOTALL)
_ANSWER = regex.compile(r"^\s*(?P<letter>[A-Z])\s*\)")


@dataclass(frozen=True)
class Benchmark:
    """The questions that can be asked, and how many rows could not be, by reason."""

    rows: tuple[dict[str, Any], ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict[str, int])


def benchmark(rows: Iterable[Mapping[str, Any]]) -> Benchmark:
    """Give each row as a question with four choices and the number of the right one, 0 for A to 3 for D.

    Reasons for dropping: `options`, when they are not A to D once each in this order; `answer`, when it does not begin
    with the letter of an option and a bracket; `question`, when nothing stands before the options.
    """
    kept: list[dict[str, Any]] = []
    dropped: Counter[str] = Counter()
    for row in rows:
        found = _question(row)
        if isinstance(found, str):
            dropped[found] += 1
        else:
            kept.append(found)
    return Benchmark(tuple(kept), dict(dropped))


def task_yaml(task: str, data_file: str) -> str:
    """Give the task file of lm-evaluation-harness for a file of benchmark rows."""
    return TEMPLATES.get_template("mmlu_task.yaml.jinja").render(task=task, data_file=data_file)


def _question(row: Mapping[str, Any]) -> dict[str, Any] | str:
    """Give the benchmark row of a row, or the reason why there is none."""
    asked, answered = str(row.get(QUESTION) or ""), str(row.get(ANSWER) or "")
    options = list(_OPTION.finditer(asked))[-len(LETTERS) :]
    letters = "".join(option["letter"] for option in options)
    if letters != LETTERS or not all(option["text"].strip() for option in options):
        return "options"
    letter = _ANSWER.match(answered)
    if letter is None or letter["letter"] not in LETTERS:
        return "answer"
    question = asked[: options[0].start()].strip()
    if not question:
        return "question"
    renamed = {"subject" if key == "domain" else key: value for key, value in row.items()}
    return {
        **renamed,
        "dataset_type": "mcq_qa",
        "answer": LETTERS.index(letter["letter"]),
        "choices": [option["text"].strip() for option in options],
        "question": question,
    }
