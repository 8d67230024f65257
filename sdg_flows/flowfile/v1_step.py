from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sdg_flows.blocks import BLOCKS
from sdg_flows.core.block import Block
from sdg_flows.core.errors import did_you_mean, listed
from sdg_flows.flowfile.entry import Entry
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.yaml_kinds import is_mapping, is_texts, kind_of

DROPS = ("drop_columns", "drop_duplicates")
KEYS = ("name", "type", "config", *DROPS)


def read_step(source: MarkedFile, index: int, *, lenient: bool) -> tuple[Entry | None, Notes]:
    """Read one step; None when it is too incomplete for its settings to be looked at."""
    at: At = ("blocks", index)
    step = source.value["blocks"][index]
    if not is_mapping(step):
        return None, source.problem(at, f"step {index + 1} holds {kind_of(step)}; expected name, type and config.")
    name = step["name"] if isinstance(step.get("name"), str) else str(index + 1)
    who = f"step {name!r}"
    misplaced = [] if lenient else _misplaced(step)
    notes = source.unknown_keys(at, [key for key in step if key not in misplaced], KEYS, who, lenient=lenient)
    for key, text in [*_faults(step), *((key, "is a setting; put it under 'config'.") for key in misplaced)]:
        notes += source.problem((*at, key), f"{who}: {key!r} {text}")
    kind, config = _kind(step), step.get("config")
    if kind is None or not is_mapping(config):
        return None, notes
    return Entry(name, kind, config, at, (*at, "config"), *(_columns(step, key) for key in DROPS)), notes


def _kind(step: Mapping[str, Any]) -> type[Block] | None:
    named = step.get("type")
    return BLOCKS.get(named) if isinstance(named, str) else None


def _misplaced(step: Mapping[str, Any]) -> list[str]:
    """Give the keys of a step that are settings of its block."""
    kind = _kind(step)
    return [key for key in step if key not in KEYS and kind is not None and key in kind.model_fields]


def _columns(step: Mapping[str, Any], key: str) -> tuple[str, ...]:
    columns = step.get(key)
    return tuple(columns) if is_texts(columns) else ()


def _faults(step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a step's keys: the key, and the sentence that begins with it."""
    if not isinstance(step.get("name"), str) or not step["name"].strip():
        yield "name", f"{_found(step, 'name')}; expected a text."
    if not isinstance(step.get("type"), str):
        yield "type", f"{_found(step, 'type')}; expected one of: {listed(BLOCKS)}."
    elif _kind(step) is None:
        yield "type", f"names no block: {step['type']!r}.{did_you_mean(step['type'], BLOCKS)}"
    if not is_mapping(step.get("config")):
        yield "config", f"{_found(step, 'config')}; expected a mapping of settings, {{}} for none."
    for key in DROPS:
        if step.get(key) is not None and not is_texts(step[key]):
            yield key, f"{_found(step, key)}; expected a list of column names."
    for column in sorted({*_columns(step, "drop_columns")} & {*_columns(step, "drop_duplicates")}):
        yield "drop_duplicates", f"looks for duplicates in {column!r}, which 'drop_columns' has dropped before."


def _found(step: Mapping[str, Any], key: str) -> str:
    return f"holds {kind_of(step[key])}" if key in step else "is missing"
