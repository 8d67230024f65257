"""A benchmark of multiple-choice questions, in the format of lm-evaluation-harness.

Source: InstructLab's MMLU bench, which renumbers labels when a letter is missing; here A is always 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import regex

from sdg_flows.outputs.pages import TEMPLATES

QUESTION, ANSWER = "mmlubench_question", "mmlubench_answer"
LETTERS = "ABCD"
_OPTION = regex.compile(r"\b(?P<letter>[A-Z])\) (?P<text>[^\n]*)")
_ANSWER = regex.compile(r"\s*(?P<letter>[A-D])\)")
"""An option ends with its line, and the answer begins with a letter and a bracket, as in InstructLab."""


def benchmark_row(row: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return a row as a question with four choices and the number of the right one, 0 for A to 3 for D.

    Or the reason why it cannot be one: its options are not A to D, once each and in order, its answer names none of
    them, or there is no question before the options.
    """
    question_text, answer_text = str(row.get(QUESTION) or ""), str(row.get(ANSWER) or "")
    options = list(_OPTION.finditer(question_text))
    texts = [option["text"].strip() for option in options]
    if "".join(option["letter"] for option in options) != LETTERS or not all(texts):
        return "the options are not A) to D)"
    letter = _ANSWER.match(answer_text)
    if letter is None:
        return "the answer names no option"
    question = question_text[: options[0].start()].strip()
    if not question:
        return "there is no question before the options"
    renamed = {"subject" if key == "domain" else key: value for key, value in row.items()}
    label = LETTERS.index(letter["letter"])
    return {**renamed, "dataset_type": "mcq_qa", "answer": label, "choices": texts, "question": question}


def task_yaml(task: str, data_file: str) -> str:
    """Render the task file of lm-evaluation-harness for a file of benchmark rows."""
    return TEMPLATES.get_template("mmlu_task.yaml.jinja").render(task=task, data_file=data_file)
