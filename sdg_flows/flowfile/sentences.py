from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sdg_flows.core.errors import Problem, did_you_mean
from sdg_flows.flowfile.entry import Entry
from sdg_flows.flowfile.notes import At, MarkedFile, UnusableFile
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping

_WORDS = {
    **dict.fromkeys(("tuple_type", "list_type"), "a list"),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type"), "a mapping"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing"), "a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    "string_type": "a text",
}
"""What stands in a flow file, by pydantic's name for its absence."""


def setting_problems(error: ValidationError, entry: Entry, source: MarkedFile) -> Iterator[Problem]:
    """Return in our words what pydantic found wrong with the settings of a block: one problem for each setting."""
    by_setting: dict[At, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        by_setting.setdefault(setting_path(detail, entry.config), []).append(detail)
    for setting, details in by_setting.items():
        cause = details[0].get("ctx", {}).get("error")
        if isinstance(cause, UnusableFile):
            yield from cause.problems
        else:
            yield source.note(entry.place_of(setting), _sentence(setting, details, entry))


def setting_path(detail: ErrorDetails, config: Mapping[str, Any]) -> At:
    """Return the keys that lead to the setting; pydantic's own words for the branches of a union are left out."""
    here: Any = config
    setting: At = ()
    for part in detail["loc"]:
        within = _within(here)
        if part in within:
            here = within[part]
            setting = (*setting, part)
    return (*setting, detail["loc"][-1]) if detail["type"] == "missing" else setting


def _within(value: object) -> Mapping[str | int, Any]:
    if is_mapping(value):
        return {**value}
    return dict(enumerate(value)) if is_list(value) else {}


def _sentence(setting: At, details: list[ErrorDetails], entry: Entry) -> str:
    detail, named = details[0], repr(".".join(map(str, setting)))
    if detail["type"] == "extra_forbidden":
        near = did_you_mean(str(setting[-1]), _known(entry.kind, setting[:-1]))
        return f"{entry.label} has no setting {named}.{near}"
    if detail["type"] == "missing":
        return f"{entry.label} needs the setting {named}."
    if detail["type"] == "value_error":
        where = f", setting {named}" if setting else ""
        return f"{entry.label}{where}: {_ended(detail['msg'].removeprefix('Value error, '))}"
    return f"{entry.label}: the setting {named} is {reprlib.repr(detail['input'])}; expected {_expected(details)}."


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _expected(details: Iterable[ErrorDetails]) -> str:
    wanted = (
        f"at least {detail['ctx']['min_length']} of them"
        if detail["type"] == "too_short" and "ctx" in detail
        else _WORDS.get(detail["type"], detail["msg"].removeprefix("Input should be "))
        for detail in details
    )
    return " or ".join(dict.fromkeys(wanted))


def _known(kind: type[BaseModel], parents: At) -> list[str]:
    """Return the settings of a block, or of the group of settings at `parents` in it."""
    for part in parents:
        field = kind.model_fields.get(str(part))
        group = field.annotation if field else None
        if not isinstance(group, type) or not issubclass(group, BaseModel):
            return []
        kind = group
    return [name for name in kind.model_fields if name != "name"]
