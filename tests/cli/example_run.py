"""A run of the example, made once for the tests of a file, in a folder of its own."""

import asyncio
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from sdg_flows.orchestrate.flows import generate
from sdg_flows.orchestrate.past_runs.replay import KnownBlocks, Replay, current_blocks, replay_rows
from sdg_flows.outputs.past_runs.row_history import RowHistory, row_history
from sdg_flows.outputs.past_runs.run_folders import KeptRun, find_run
from sdg_flows.teacher.answer_store.kept_replies import kept_replies


@dataclass(frozen=True)
class ExampleRun:
    """The folder of a run, and the one with `out` and `.sdg_work`."""

    home: Path
    folder: Path

    @property
    def kept(self) -> KeptRun:
        return find_run(str(self.folder), "")

    def told(self, row_id: str) -> tuple[RowHistory, Replay]:
        """Tell the story of a row as `sdg-flows why` does."""
        run = self.kept
        story = row_history(run, row_id)
        replies = partial(kept_replies, self.home / ".sdg_work" / "answers.sqlite")
        (told,) = replay_rows(run.facts, [story], replies, self._known(story.pipeline))
        return story, told

    @cache  # noqa: B019  a few runs live as long as the tests do
    def _known(self, pipeline: str) -> KnownBlocks:
        return current_blocks(self.kept.facts, pipeline)


def run_in(home: Path, **choices: Any) -> ExampleRun:
    """Run a suite in this process, offline unless it is chosen otherwise."""
    run_flow: Any = generate  # Prefect's overloads take an async flow for a state
    places = {"output": str(home / "out"), "work_dir": str(home / ".sdg_work")}
    written = asyncio.run(run_flow(**{**places, **choices}))
    return ExampleRun(home, Path(written["folder"]))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> ExampleRun:
    return run_in(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> ExampleRun:
    """Return a run of the suite whose questions and answers are judged."""
    return run_in(tmp_path_factory.mktemp("judged"), pipeline="full", num_instructions=1, limit=2)
