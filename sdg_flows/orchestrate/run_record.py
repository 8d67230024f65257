from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import datetime, timezone
from importlib.metadata import version

from sdg_flows import __version__
from sdg_flows.core.run_record import PipelineResult, RunRecord
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.teacher.offline import OfflineBackend
from sdg_flows.teacher.teacher import Teacher

PACKAGES = ("prefect", "datasets", "openai", "pyarrow")


def make_run_record(
    plan: Plan, choices: Choices, teacher: Teacher, started: datetime, generated: Sequence[PipelineResult], name: str
) -> RunRecord:
    """Return the record of a run that has just generated all its rows."""
    return RunRecord(
        name=name,
        suite=plan.suite,
        started=started,
        finished=datetime.now(timezone.utc),
        settings={**choices.for_report(), "source": plan.source},
        teacher=teacher.backend.description,
        model=teacher.backend.model,
        teacher_is_offline=isinstance(teacher.backend, OfflineBackend),
        versions={
            "sdg_flows": __version__,
            "python": platform.python_version(),
            **{package: version(package) for package in PACKAGES},
        },
        results=tuple(generated),
        warnings=plan.warnings,
        endpoints=teacher.endpoints,
        fresh_draws=teacher.fresh,
        latency=teacher.tally.latency,
    )
