from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pydantic import ValidationError

from sdg_flows.core.errors import Problem, did_you_mean, listed
from sdg_flows.core.prompts import Prompt, Role, Turn
from sdg_flows.flowfile.notes import MarkedFile, UnusableFile
from sdg_flows.flowfile.yaml_kinds import is_mapping, kind_of

ROLES: tuple[str, ...] = get_args(Role)
KEYS = ("role", "content")


def read_message_list(source: MarkedFile) -> Prompt:
    """Read a prompt file that is a list of messages; an answer to it is read as a whole.

    Raises:
        UnusableFile: with every problem of the file.
    """
    problems = [problem for at in range(len(source.value)) for problem in _faults(source, at)]
    if not problems and (not source.value or source.value[-1]["role"] != "user"):
        last = max(len(source.value) - 1, 0)
        problems = [source.note((last,), "the last message is what the teacher answers; its role is 'user'.")]
    if problems:
        raise UnusableFile(problems)
    turns = tuple(Turn(role=one["role"], source=one["content"]) for one in source.value)
    return Prompt(source="\n".join(turn.source for turn in turns), turns=turns, start_tags=("",), end_tags=("",))


def _faults(source: MarkedFile, at: int) -> Iterator[Problem]:
    message, who = source.value[at], f"message {at + 1}"
    if not is_mapping(message):
        yield source.note((at,), f"{who} holds {kind_of(message)}; expected role and content.")
        return
    for key in (key for key in message if key not in KEYS):
        yield source.note((at, key), f"{who} has no key {key!r}.{did_you_mean(key, KEYS)}")
    role, content = message.get("role"), message.get("content")
    if role not in ROLES:
        near = did_you_mean(str(role), ROLES)
        yield source.note((at, "role"), f"{who} has the role {kind_of(role)}.{near} Roles: {listed(ROLES)}.")
    if not isinstance(content, str):
        yield source.note((at, "content"), f"{who}: 'content' holds {kind_of(content)}; expected a text.")
        return
    try:
        Turn(role="user", source=content)
    except ValidationError as error:
        yield source.note((at, "content"), f"{who}: {error.errors()[0]['msg'].removeprefix('Value error, ')}")
