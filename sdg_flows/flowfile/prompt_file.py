from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from sdg_flows.core.errors import Problem, did_you_mean
from sdg_flows.core.prompts import Prompt
from sdg_flows.flowfile.message_list import read_message_list
from sdg_flows.flowfile.notes import MarkedFile, Notes, UnusableFile, marked_file
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping, is_texts, kind_of

FIELDS = ("system", "introduction", "principles", "examples", "generation")
"""The text fields of a prompt file, in the order in which they are joined."""
NEEDED = ("system", "generation")
"""The text fields that must be there; another one that is missing is an empty line, with a warning."""
TAGS = ("start_tags", "end_tags")
NUM_SAMPLES = "num_samples"
KNOWN = (*FIELDS, *TAGS, NUM_SAMPLES)

SINGLE_BRACES = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class ReadPrompt:
    """A prompt, the file it was read from, that file's text, and what was noticed."""

    prompt: Prompt
    file: str
    text: str
    warnings: tuple[Problem, ...]

    def single_braces(self, columns: Iterable[str]) -> Iterable[Problem]:
        """Warn of each column that the prompt names in single braces, at each of its lines."""
        named = {*SINGLE_BRACES.findall(self.prompt.source)}.intersection(columns)
        for line, text in enumerate(self.text.split("\n"), start=1):
            for name in (name for name in SINGLE_BRACES.findall(text) if name in named):
                said = f"{{{name}}} stays as it is, though {name!r} is a column; for its value write {{{{ {name} }}}}."
                yield Problem(self.file, line, said)


def read_prompt(text: str, file: str) -> ReadPrompt:
    """Read a prompt file: its text fields joined by line ends into one template, and its tags; or a list of messages.

    A null field is an empty line and a list its lines. Other keys are ignored with a warning.

    Raises:
        UnusableFile: with every problem of the file.
    """
    source = marked_file(text, file)
    if is_list(source.value):
        return ReadPrompt(read_message_list(source), file, text, ())
    if not is_mapping(source.value):
        what = f"a mapping with the keys {', '.join(FIELDS)}, or a list of messages with role and content"
        raise UnusableFile([source.note((), f"a prompt file is {what}.")])
    notes = sum((_shape(source, key) for key in KNOWN), _unknown_keys(source))
    if notes.problems:
        raise UnusableFile((*notes.warnings, *notes.problems))
    return ReadPrompt(_prompt(source), file, text, notes.warnings)


def _unknown_keys(source: MarkedFile) -> Notes:
    unknown = [key for key in source.value if key not in KNOWN]
    return sum(
        (source.warning((key,), f"the key {key!r} is ignored.{did_you_mean(key, KNOWN)}") for key in unknown), Notes()
    )


def _shape(source: MarkedFile, key: str) -> Notes:
    value = source.value.get(key)
    if key in TAGS:
        if value is None or is_texts(value):
            return Notes()
        return source.problem((key,), f"{key!r} holds {kind_of(value)}; expected a list of texts.")
    if key == NUM_SAMPLES:
        if value is None or (type(value) is int and value > 0):
            return Notes()
        return source.problem((key,), f"{key!r} holds {kind_of(value)}; expected a whole number from 1.")
    if key not in source.value:
        text = f"the key {key!r} is missing; a prompt file has {', '.join(FIELDS)}, each of which may be null."
        return source.problem((), text) if key in NEEDED else source.warning((), text)
    if isinstance(value, bool) or is_mapping(value) or (is_list(value) and not is_texts(value)):
        return source.problem((key,), f"{key!r} holds {kind_of(value)}; expected a text, a list of texts or null.")
    return Notes()


def _prompt(source: MarkedFile) -> Prompt:
    fields = [_field_text(source.value.get(key)) for key in FIELDS]
    tags = {key: tuple(source.value.get(key) or ()) for key in TAGS}
    try:
        prompt = Prompt(source="\n".join(fields), num_samples=source.value.get(NUM_SAMPLES), **tags)
    except ValidationError as error:
        (detail,) = error.errors()
        raise UnusableFile([_syntax_problem(source, fields, detail["msg"])]) from error
    found = SINGLE_BRACES.search(prompt.source)
    if found and not prompt.variables:
        hint = f"the prompt has {found[0]} and no variable; for a column's value write {{{{ {found[1]} }}}}."
        raise UnusableFile([source.note((_field_with(source, found[0]),), hint)])
    return prompt


def _field_text(value: object) -> str:
    if is_texts(value):
        return "\n".join(value)
    return "" if value is None else str(value)


def _field_with(source: MarkedFile, text: str) -> str:
    return next(key for key in FIELDS if text in _field_text(source.value.get(key)))


def _syntax_problem(source: MarkedFile, fields: list[str], message: str) -> Problem:
    """Place a message of the form `…, template line N: …` at the field in which line N of the template lies."""
    text = message.removeprefix("Value error, ")
    numbered = re.match(r"template line (\d+): ", text)
    if numbered is None:
        return source.note((), text)
    left = int(numbered[1])
    for key, field in zip(FIELDS, fields, strict=True):
        lines = field.count("\n") + 1
        if left <= lines:
            return source.note((key,), f"{key}, line {left}: {text[numbered.end() :]}")
        left -= lines
    return source.note((), text)
