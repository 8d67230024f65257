"""How to make a run again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from sdg_flows.core.story import RunRecord, Setting

_NOT_AGAIN = frozenset({"fresh", "source", "publish", "keep_versions"})
"""Settings that are no part of the command: `fresh` would pay for all answers anew, `source` only describes, and
versions are published by a command of their own."""


def command(record: RunRecord) -> str:
    """Give the command line that makes the same rows from the kept answers, with the settings that were chosen."""
    chosen = {"pipeline": record.suite} | {k: v for k, v in record.settings.items() if k not in _NOT_AGAIN}
    flags = [flag for name, value in chosen.items() for flag in _flags(f"--{name.replace('_', '-')}", value)]
    return " ".join(["python -m sdg_flows.run", *flags])


def _flags(flag: str, value: Setting) -> list[str]:
    """Give the words of a setting: none when it was not chosen, one for each pair of a mapping."""
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    values = [f"{key}={one}" for key, one in value.items()] if isinstance(value, Mapping) else [str(value)]
    return [f"{flag} {shlex.quote(one)}" for one in values]
