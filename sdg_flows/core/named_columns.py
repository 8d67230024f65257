"""Fields of blocks that name columns, written as one name or as a list of names."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from sdg_flows.core.table import ROW_ID


def _listed(found: object) -> object:
    return (found,) if isinstance(found, str) else found


def _new(names: tuple[str, ...]) -> tuple[str, ...]:
    if ROW_ID in names or len(set(names)) < len(names):
        raise ValueError(f"made columns have different names other than {ROW_ID!r}; found {', '.join(names)}")
    return names


def _one_each(names: dict[str, str]) -> dict[str, str]:
    news = list(names.values())
    for new in news:
        if news.count(new) > 1:
            raise ValueError(f"two columns become {new!r}; give each its own name")
    return names


OneName = Annotated[tuple[str], BeforeValidator(_listed, json_schema_input_type=str | tuple[str])]
"""A single column: `c` or `[c]` in the flow file."""

Names = Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])]
"""Columns that are read, in order."""

NewNames = Annotated[Names, Field(min_length=1), AfterValidator(_new)]
"""Columns that are made: at least one, all different."""

NewName = Annotated[OneName, AfterValidator(_new)]
"""The single column that is made."""

NewNameOfEach = Annotated[dict[str, str], AfterValidator(_one_each)]
"""The columns that are made of others, by the name of the other one: all different."""
