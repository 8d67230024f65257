"""The system message of training rows: the run's own, else that of its model family."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import yaml

from sdg_flows.core.story import RunRecord

_DATA = files("sdg_flows.outputs") / "templates" / "system_prompts.yaml"
BY_FAMILY: Mapping[str, str] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
"""The system message for each model family."""
DEFAULT = BY_FAMILY["default"]


def system_prompt(record: RunRecord) -> str:
    """Give the system message of a run's training rows."""
    return system_of(record.settings)


def system_of(settings: Mapping[str, object]) -> str:
    """Give the system message that a run with these settings has in its training rows."""
    own, family = settings.get("system_prompt"), settings.get("model_family")
    return str(own) if own else BY_FAMILY.get(str(family), DEFAULT)
