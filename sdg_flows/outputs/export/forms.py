"""Conversations in the forms that training tools read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sdg_flows.core.errors import SettingsError, did_you_mean, listed
from sdg_flows.outputs.mixing.mixed_row import parse_metadata

Row = Mapping[str, Any]

_SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt"}


def convert_rows(rows: Iterable[Row], form: str) -> Iterator[dict[str, Any] | None]:
    """Convert rows to `messages`, `sharegpt` or `alpaca`; None for a row whose turns alpaca cannot express.

    A row has `messages`, and may have `metadata`, a mapping or JSON text, whose `system` becomes the first message if
    there is no system message. Other columns are left out.

    Raises:
        SettingsError: the form is unknown.
    """
    if form not in FORMS:
        raise SettingsError(f"{form!r} is no form.{did_you_mean(form, FORMS)} Forms: {listed(FORMS)}.")
    return (FORMS[form](_messages(row)) for row in rows)


def _messages(row: Row) -> list[Row]:
    messages: list[Row] = list(row["messages"])
    if any(message["role"] == "system" for message in messages):
        return messages
    system = parse_metadata(row.get("metadata")).get("system")
    return [{"content": system, "role": "system"}, *messages] if system else messages


def _as_messages(messages: list[Row]) -> dict[str, Any]:
    return {"messages": messages}


def _as_sharegpt(messages: list[Row]) -> dict[str, Any]:
    """Return the turns as `from` and `value`; roles unknown to ShareGPT keep their names."""
    turns = [
        {"from": _SPEAKERS.get(message["role"], message["role"]), "value": message["content"]} for message in messages
    ]
    return {"conversations": turns}


def _as_alpaca(messages: list[Row]) -> dict[str, Any] | None:
    """Return the last question as the instruction and the earlier turns as its history, in pairs.

    None unless user and assistant alternate.
    """
    turns = [message for message in messages if message["role"] != "system"]
    if not turns or [message["role"] for message in turns] != ["user", "assistant"] * (len(turns) // 2):
        return None
    contents = [message["content"] for message in turns]
    system = next((message["content"] for message in messages if message["role"] == "system"), None)
    history = [list(pair) for pair in zip(contents[:-2:2], contents[1:-2:2], strict=True)]
    return {
        "instruction": contents[-2],
        "input": "",
        "output": contents[-1],
        **({"system": system} if system else {}),
        **({"history": history} if history else {}),
    }


FORMS: Mapping[str, Callable[[list[Row]], dict[str, Any] | None]] = {
    "messages": _as_messages,
    "sharegpt": _as_sharegpt,
    "alpaca": _as_alpaca,
}
