"""The command that reproduces a run."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from sdg_flows.core.run_record import RunRecord, Setting

_NOT_REPEATED = frozenset({"fresh", "source", "publish", "keep_versions"})
"""Settings left out of the command: `fresh` would buy all answers again, `source` is only descriptive, and versions
are published by a command of their own."""


def reproduce_command(record: RunRecord) -> str:
    """Return the command line that makes the same rows from the kept answers, with the non-default settings."""
    chosen = {"pipeline": record.suite} | {k: v for k, v in record.settings.items() if k not in _NOT_REPEATED}
    flags = [flag for name, value in chosen.items() for flag in _flags(f"--{name.replace('_', '-')}", value)]
    return " ".join(["python -m sdg_flows.run", *flags])


def _flags(flag: str, value: Setting) -> list[str]:
    """Return the flags of a setting: none when unset, one per pair for a mapping."""
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    values = [f"{key}={text}" for key, text in value.items()] if isinstance(value, Mapping) else [str(value)]
    return [f"{flag} {shlex.quote(text)}" for text in values]
