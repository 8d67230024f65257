"""How to make a run again."""

from __future__ import annotations

import shlex

from sdg_flows.core.story import RunRecord

_NOT_AGAIN = frozenset({"fresh", "source"})
"""Settings that are no part of the command: `fresh` would pay for all answers anew, `source` only describes."""


def command(record: RunRecord) -> str:
    """Give the command line that makes the same rows from the kept answers, with the settings that were chosen."""
    chosen = {"pipeline": record.suite} | {k: v for k, v in record.settings.items() if k not in _NOT_AGAIN}
    flags = [_flag(name, value) for name, value in chosen.items() if value is not None and value is not False]
    return " ".join(["python -m sdg_flows.run", *flags])


def _flag(name: str, value: str | int | float | bool) -> str:
    flag = f"--{name.replace('_', '-')}"
    return flag if value is True else f"{flag} {shlex.quote(str(value))}"
