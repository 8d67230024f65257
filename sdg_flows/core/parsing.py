"""Reading answers: what a pattern finds and choices become records, and what does not says why.

A record is one value per output column. Records never pair values that do not stand together in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import regex

from sdg_flows.core.exchange import OutcomeName

Reason: TypeAlias = Literal[
    "no_match",
    "unclosed_tag",
    "uneven",
    "empty",
    "slow_pattern",
    "not_a_choice",
    "invalid_json",
    "schema_mismatch",
    "no_logprobs",
    "null_value",
]

PATTERN_SECONDS = 2.0
"""The longest that a pattern may take on one answer."""


@dataclass(frozen=True)
class Parsed:
    """The records of one answer in text order, and the reason why some or all of it could not be read.

    An answer that is no whole text has the outcome of its request as its reason.
    """

    records: tuple[tuple[Any, ...], ...] = ()
    reason: Reason | OutcomeName | None = None
    detail: str | None = None


def compile_pattern(source: str) -> regex.Pattern[str]:
    """Compile a parsing pattern, in which a dot matches line ends too; ValueError when it is none."""
    try:
        return regex.compile(source, regex.DOTALL)
    except regex.error as error:
        raise ValueError(f"parsing_pattern is no regular expression: {error}") from error


def check_groups(pattern: regex.Pattern[str], columns: int) -> None:
    """Raise ValueError when a pattern does not give as many values as there are columns."""
    if max(pattern.groups, 1) != columns:
        raise ValueError(f"parsing_pattern has {pattern.groups} groups for {columns} output_cols")


def read_pattern(text: str, pattern: regex.Pattern[str], cleanup: Sequence[str]) -> Parsed:
    """Read every match of a pattern: its groups are the values, or the whole match when it has no group.

    Of two starts that share an end, the nearer one counts. Cleanup texts are removed, then values are stripped.

    Source: InstructLab's custom parser (`parsing_pattern`, `parser_cleanup_tags`), with the pairing mended.
    """
    records: list[tuple[str, ...]] = []
    at = 0
    try:
        while (match := pattern.search(text, at, timeout=PATTERN_SECONDS)) is not None:
            match = _nearest_start(text, pattern, match)
            values = match.groups(default="") or (match.group(),)
            records.append(tuple(clean_value(value, cleanup) for value in values))
            at = max(match.end(), at + 1)
    except TimeoutError:
        return Parsed(reason="slow_pattern")
    return Parsed(tuple(records), None if records else "no_match")


def _nearest_start(text: str, pattern: regex.Pattern[str], match: regex.Match[str]) -> regex.Match[str]:
    """Return the match with the same end that starts last, so that a stray opening is not part of a value."""
    if pattern.groups < 2:
        return match
    while True:
        later = pattern.search(text, match.start() + 1, match.end(), timeout=PATTERN_SECONDS)
        if later is None or later.end() != match.end() or later.span(pattern.groups) != match.span(pattern.groups):
            return match
        match = later


def clean_value(value: str, cleanup: Sequence[str]) -> str:
    """Return a value without the cleanup texts, stripped."""
    for unwanted in cleanup:
        value = value.replace(unwanted, "")
    return value.strip()


def read_choice(text: str, choices: Sequence[str]) -> Parsed:
    """Read one of the choices, in its own spelling: case, quotes and a full stop around it do not matter.

    Of choices that differ in no more than that, the one that the answer spells is taken, else the first.
    """
    if text.strip() in choices:
        return Parsed(((text.strip(),),))
    said = text.strip(" \t\r\n\"'`*.")
    for choice in choices:
        if said.casefold() == choice.strip(" \t\r\n\"'`*.").casefold():
            return Parsed(((choice,),))
    return Parsed(reason="not_a_choice", detail=f"the answer is {text.strip()[:80]!r}; expected one of {list(choices)}")
