"""The texts by which an answer is made better: analysis, rubric, critique, plan, and the revised answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import regex

from sdg_flows.teacher.offline.brief import Parts
from sdg_flows.teacher.offline.sentences import extract, overlap, split_sentences

_MOST_WISHES = 6


def edit_text(slot_name: str, inputs: Parts) -> str | None:
    """Return the text that a slot of that name holds, made from the request and its answer; None for other slots."""
    words = set(regex.findall(r"[a-z]+", slot_name.lower()))
    task = next((task for name, task in _TASKS.items() if name in words), None)
    return task(inputs) if task and "question" in inputs else None


def _wishes(inputs: Parts) -> list[str]:
    """Return the sentences of the request."""
    lines = inputs["question"].splitlines()
    return [sentence for line in lines for sentence in split_sentences(line)][:_MOST_WISHES]


def _unmet(inputs: Parts) -> list[str]:
    answer = inputs.get("answer", "")
    return [wish for wish in _wishes(inputs) if overlap(wish, answer) == 0]


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _analysis(inputs: Parts) -> str | None:
    """Analyse a request that has no answer yet."""
    if "answer" in inputs:
        return None
    wishes = _wishes(inputs)
    return f"The request has {len(wishes)} parts, and opens with: {wishes[0]}" if wishes else "The request is empty."


def _rubric(inputs: Parts) -> str:
    return _numbered([f"Takes up: {wish}" for wish in _wishes(inputs)])


def _critique(inputs: Parts) -> str | None:
    if "answer" not in inputs:
        return None
    unmet = _unmet(inputs)
    return _numbered([f"{'Not met' if wish in unmet else 'Met'}: {wish}" for wish in _wishes(inputs)])


def _plan(inputs: Parts) -> str:
    return _numbered([f"Come back to: {wish}" for wish in _unmet(inputs)]) or "Keep the response as it is."


def _revised(inputs: Parts) -> str | None:
    """Return the answer with what it says to the request said again at its end, unless that is all it says."""
    answer = inputs.get("answer")
    if not answer or not _unmet(inputs):
        return answer
    gist = extract(inputs["question"], answer)
    return answer if gist == answer else f"{answer}\n\nIn short: {gist}"


_TASKS: Mapping[str, Callable[[Parts], str | None]] = {
    "analysis": _analysis,
    "rubric": _rubric,
    "criteria": _rubric,
    "critique": _critique,
    "plan": _plan,
    "revised": _revised,
    "revision": _revised,
    "improved": _revised,
}
