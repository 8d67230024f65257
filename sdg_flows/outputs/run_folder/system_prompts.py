"""The system message of training rows: set for the run, else that of its model family."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import yaml

from sdg_flows.core.run_record import RunRecord

_DATA = files("sdg_flows.outputs") / "templates" / "system_prompts.yaml"
BY_FAMILY: Mapping[str, str] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
"""The system message for each model family."""
DEFAULT = BY_FAMILY["default"]


def system_prompt(record: RunRecord) -> str:
    """Return the system message of a run's training rows."""
    return system_of(record.settings)


def system_of(settings: Mapping[str, object]) -> str:
    """Return the system message of training rows for these run settings."""
    own, family = settings.get("system_prompt"), settings.get("model_family")
    return str(own) if own else BY_FAMILY.get(str(family), DEFAULT)
