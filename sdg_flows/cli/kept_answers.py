from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdg_flows.orchestrate.past_runs.kept_exchanges import Replies


def open_replies(answers: Path, named: str) -> tuple[Replies, str | None]:
    """Return a function that finds replies in an answer store; without a store, one that finds none, and a note why.

    `named` is the work directory as the user gave it.
    """
    from sdg_flows.teacher.answer_store.kept_replies import kept_replies

    if answers.is_file():
        return partial(kept_replies, answers), None
    return lambda keys: {}, f"no answers are in {named}: say with --work-dir where they are"
