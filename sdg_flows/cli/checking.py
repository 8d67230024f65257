from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from sdg_flows.cli.running import choices_of
from sdg_flows.core.block import TeacherBlock
from sdg_flows.orchestrate.plan import Job, plan_of
from sdg_flows.orchestrate.work_dir import WorkDir


def columns_walked(flags: argparse.Namespace) -> int:
    """Print each block of each pipeline and the columns after it; nothing is asked and nothing is kept."""
    with tempfile.TemporaryDirectory() as scratch:
        plan = plan_of(replace(choices_of(flags), work_dir=scratch), WorkDir(Path(scratch)).made())
    print(f"{plan.suite} over {plan.source}")
    for job in plan.jobs:
        print(f"\n{job.name}: {job.inputs.num_rows} rows, {job.pipeline.source}")
        for line in _walk(job):
            print(f"  {line}")
    for warning in plan.warnings:
        print(f"\nNote: {warning}")
    return 0


def _walk(job: Job) -> list[str]:
    before = tuple(name for name in job.inputs.column_names if name != "row_id")
    lines = [f"{'input':<34} {', '.join(before)}"]
    for stop in job.stops:
        after = tuple(name for name in stop.columns if name != "row_id")
        gained = [f"+{name}" for name in after if name not in before]
        lost = [f"-{name}" for name in before if name not in after]
        asks = " asks the teacher;" if isinstance(stop.block, TeacherBlock) else ""
        changes = ", ".join([*gained, *lost]) or "same columns"
        lines.append(f"{stop.block.name:<34} {type(stop.block).__name__};{asks} {changes}")
        before = after
    return lines
