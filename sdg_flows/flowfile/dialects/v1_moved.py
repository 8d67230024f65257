"""What stands in a step at another place than where it belongs, as older flow files have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sdg_flows.core.block import Block
from sdg_flows.flowfile.drops import DROPS
from sdg_flows.flowfile.notes import At
from sdg_flows.flowfile.yaml_kinds import is_mapping

GEN_KWARGS = "gen_kwargs"
SWITCH = "add_num_samples"


@dataclass(frozen=True)
class MovedStep:
    """A step with everything where it belongs; the others say where in the step something was found elsewhere."""

    step: Mapping[str, Any]
    moved: Mapping[At, At] = field(default_factory=dict[At, At])
    warnings: tuple[tuple[At, str], ...] = ()
    problems: tuple[tuple[At, str], ...] = ()

    def places(self, at: At) -> dict[At, At]:
        """Return the place in the file of each setting and drop that was moved, the step being at `at`."""
        return {setting: (*at, *found) for setting, found in self.moved.items()}


def move_settings(step: Mapping[str, Any], kind: type[Block] | None) -> MovedStep:
    """Put `gen_kwargs` beside `config` into it, and drops inside it beside it, with a warning for each.

    Of a sampling parameter that stands at both places, the one in `config` counts. Drops at both places are a problem.
    The switch `add_num_samples` of the first proposal is left out.
    """
    if not is_mapping(step.get("config")):
        return MovedStep(step)
    settings = kind.model_fields if kind else {}
    moved = _with_gen_kwargs_inside(MovedStep(step)) if GEN_KWARGS in step else MovedStep(step)
    for key in DROPS:
        if key in step["config"] and key not in settings:
            moved = _with_drop_beside(moved, key)
    return _without_switch(moved) if SWITCH in step["config"] and "batch_kwargs" in settings else moved


def _without_switch(moved: MovedStep) -> MovedStep:
    config = {key: value for key, value in moved.step["config"].items() if key != SWITCH}
    told = (("config", SWITCH), f"{SWITCH!r} is not needed: num_samples is a column, or what batch_kwargs gives.")
    return replace(moved, step={**moved.step, "config": config}, warnings=(*moved.warnings, told))


def _with_gen_kwargs_inside(moved: MovedStep) -> MovedStep:
    beside = moved.step[GEN_KWARGS]
    config: Mapping[str, Any] = moved.step["config"]
    inside = config.get(GEN_KWARGS)
    if is_mapping(beside) and is_mapping(inside):
        found: dict[At, At] = {(GEN_KWARGS, key): (GEN_KWARGS, key) for key in beside if key not in inside}
        value: object = {**beside, **inside}
    else:
        found = {(GEN_KWARGS,): (GEN_KWARGS,)} if inside is None else {}
        value = beside if inside is None else inside
    step = {key: value for key, value in moved.step.items() if key != GEN_KWARGS}
    step["config"] = {**config, GEN_KWARGS: value}
    told = ((GEN_KWARGS,), f"{GEN_KWARGS!r} belongs under 'config', and is read as if it stood there.")
    return replace(moved, step=step, moved={**moved.moved, **found}, warnings=(*moved.warnings, told))


def _with_drop_beside(moved: MovedStep, key: str) -> MovedStep:
    config = {name: value for name, value in moved.step["config"].items() if name != key}
    step, place = {**moved.step, "config": config}, ("config", key)
    if key in step:
        told = (place, f"{key!r} stands beside 'config' too; write it there only.")
        return replace(moved, step=step, problems=(*moved.problems, told))
    told = (place, f"{key!r} belongs beside 'config', and is read as if it stood there.")
    step[key] = moved.step["config"][key]
    return replace(moved, step=step, moved={**moved.moved, (key,): place}, warnings=(*moved.warnings, told))
