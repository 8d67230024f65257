from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.workdir.work_dir import WorkDir


@dataclass(frozen=True)
class Prepared:
    """What of a run is there before its flow: the plan, the work directory, open and held, and who watches.

    When the run has a head start, there is the context where it was begun, and the time since when.
    """

    plan: Plan
    work: WorkDir
    progress: Progress = field(default_factory=Progress)
    context: RunContext | None = None
    begun_at: datetime | None = None


PREPARED: ContextVar[Prepared | None] = ContextVar("PREPARED", default=None)
"""Set by who starts the flow in this process and has prepared it."""
