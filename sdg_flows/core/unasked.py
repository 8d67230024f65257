"""Rows that cannot be asked about, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.prompts import Prompt
from sdg_flows.core.templates import RenderError


@dataclass(frozen=True)
class Unasked:
    """Why a row is not asked about."""

    reason: str
    detail: str


def why_unrendered(prompt: Prompt, row: Mapping[str, Any], error: RenderError) -> Unasked:
    """Say why a row cannot be put into a prompt: a value that it lacks, else what the template complains of."""
    missing = [name for name in sorted(prompt.required) if row.get(name) is None]
    if missing:
        return Unasked("missing_value", f"the prompt needs {missing[0]!r}")
    return Unasked("template_error", str(error))
