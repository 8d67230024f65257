"""A qna.yaml that was read, held against the schema: its sections, or everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import ValidationError

from sdg_flows.core.errors import InputError, Problem
from sdg_flows.inputs.qna_schema import AnyQna, FirstSkill, Skill, knowledge_schema
from sdg_flows.inputs.qna_sentences import describe_error, describe_value
from sdg_flows.yamltext.reader import Marked, Path

NEWEST = 3
"""The newest version of the taxonomy's schema that is read; for knowledge it is the oldest too."""


def validate_qna(marked: Marked, shown: str, kind: Literal["knowledge", "skill"]) -> AnyQna:
    """Return a file's sections when they keep the schema of its version.

    Raises:
        InputError: with everything that is wrong in this file.
    """
    if not isinstance(marked.value, dict):
        text = f"a mapping with the keys of a {kind} is expected, found {describe_value(marked.value)}"
        raise InputError.at(shown, marked.line(()), text)
    schema = _schema(marked, shown, kind)
    problems = [Problem(shown, marked.line(path), text) for path, text in _further_problems(marked.value, schema)]
    try:
        qna = schema.model_validate(marked.value)
    except ValidationError as error:
        told = [Problem(shown, marked.line(each["loc"]), describe_error(each, schema)) for each in error.errors()]
        raise InputError([*problems, *told]) from error
    if problems:
        raise InputError(problems)
    return qna


def _schema(marked: Marked, shown: str, kind: Literal["knowledge", "skill"]) -> type[AnyQna]:
    """Choose the schema by version; a version that is not read makes every other complaint moot."""
    oldest = NEWEST if kind == "knowledge" else 1
    read = f"version {NEWEST} is read" if oldest == NEWEST else f"versions {oldest} to {NEWEST} are read"
    version = marked.value.get("version", 1)
    if kind == "knowledge" and "version" not in marked.value:
        text = f"key 'version' is missing; {read}"
    elif type(version) is not int:
        text = f"'version' must be a whole number, found {describe_value(version)}; {read}"
    elif not oldest <= version <= NEWEST:
        text = f"version {version} of a {kind} file is not known; {read}"
    elif kind == "knowledge":
        return knowledge_schema(marked.value.get("document"))
    else:
        return FirstSkill if version == 1 else Skill
    raise InputError.at(shown, marked.line(("version",)), text)


def _further_problems(value: dict[str, Any], schema: type[AnyQna]) -> Iterator[tuple[Path, str]]:
    """Find what stands twice in a list, and skills of which only some examples have a context."""
    examples = [item if isinstance(item, dict) else {} for item in _items(value.get("seed_examples"))]
    if schema is FirstSkill or schema is Skill:
        yield from _mixed_contexts(examples)
    if schema is not FirstSkill:
        yield from _repeats(("seed_examples",), value.get("seed_examples"))
    for place, example in enumerate(examples):
        path: Path = ("seed_examples", place, "questions_and_answers")
        yield from _repeats(path, example.get("questions_and_answers"))
    document = value.get("document")
    if isinstance(document, dict):
        yield from _repeats(("document", "patterns"), document.get("patterns"))


def _mixed_contexts(examples: list[dict[str, Any]]) -> Iterator[tuple[Path, str]]:
    first = bool(examples) and "context" in examples[0]
    for place, example in enumerate(examples):
        if ("context" in example) != first:
            here, there = ("no context", "one") if first else ("a context", "none")
            yield (
                ("seed_examples", place),
                f"item {place + 1} of 'seed_examples' has {here} while item 1 has {there}; "
                "give a context to every example (a grounded skill) or to none (a freeform skill)",
            )
            return


def _repeats(path: Path, items: object) -> Iterator[tuple[Path, str]]:
    first: dict[str, int] = {}
    for place, item in enumerate(_items(items)):
        earlier = first.setdefault(json.dumps(item, sort_keys=True), place)
        if earlier != place:
            yield (*path, place), f"item {place + 1} of {path[-1]!r} is the same as item {earlier + 1}"


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
