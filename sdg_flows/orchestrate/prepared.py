from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.workdir.work_dir import WorkDir


@dataclass(frozen=True)
class PreparedRun:
    """What is prepared before the flow of a run: its plan, its work directory, open and locked, and its progress.

    For a run with a head start, also its context and the time of its start.
    """

    plan: Plan
    work: WorkDir
    progress: Progress = field(default_factory=Progress)
    context: RunContext | None = None
    begun_at: datetime | None = None


PREPARED: ContextVar[PreparedRun | None] = ContextVar("PREPARED", default=None)
"""Set by a caller that has prepared the run before it calls the flow in this process."""
