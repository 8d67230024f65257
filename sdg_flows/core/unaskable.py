"""Rows that the teacher cannot be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.prompts import Prompt
from sdg_flows.core.templates import RenderError


@dataclass(frozen=True)
class Unaskable:
    """The reason why the teacher cannot be asked about a row."""

    reason: str
    detail: str


def render_failure(prompt: Prompt, row: Mapping[str, Any], error: RenderError) -> Unaskable:
    """Explain why a prompt cannot be rendered for a row: a missing value, else the template's error."""
    missing = [name for name in sorted(prompt.required) if row.get(name) is None]
    if missing:
        return Unaskable("missing_value", f"the prompt needs {missing[0]!r}")
    return Unaskable("template_error", str(error))
