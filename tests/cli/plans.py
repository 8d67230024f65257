"""A plan held against the run that it is of."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Ended


def assert_plan_within_15_percent(sdg_flows: Callable[..., Ended], *words: str) -> None:
    """Plan and run with the same words, each in a work directory of its own, and compare requests and tokens."""
    planned = json.loads(sdg_flows(*words, "--work-dir", "planned", "--json", command="plan").out)
    made = json.loads(sdg_flows(*words, "--json").out)
    run = json.loads((Path(made["folder"]) / "run.json").read_text())

    assert planned["tried"]["requests"] + planned["to_ask"] == pytest.approx(run["asked"], rel=0.15)
    for ours, theirs in (("prompt_tokens", "prompt"), ("completion_tokens", "completion")):
        tokens = planned["tried"]["usage"][ours] + planned["usage"][ours]
        assert tokens == pytest.approx(run["tokens"][theirs], rel=0.15)
