from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping

PATH_KEYS = ("config_path", "prompt_config_path", "config_paths")
LEVELS = 4
"""How many folders above a flow file a path may be meant from: peers write paths from the top of their package."""


def with_found_paths(config: Mapping[str, Any], flow_file: Path) -> dict[str, Any]:
    """Give the settings with each path of a prompt file as seen from the flow file's folder.

    A path that leads nowhere from there is looked for from the folders above; one that leads nowhere at all stays.
    """
    return with_paths(config, lambda path: _found(path, flow_file))


def with_paths(config: Mapping[str, Any], changed: Callable[[str], str]) -> dict[str, Any]:
    """Give the settings with each path of a prompt file in them changed."""
    return {key: _within(value, changed) if key in PATH_KEYS else value for key, value in config.items()}


def _within(value: Any, changed: Callable[[str], str]) -> Any:  # noqa: ANN401  a path, a list of them or a mapping to them
    if isinstance(value, str):
        return changed(value)
    if is_list(value):
        return [_within(one, changed) if _may_be_path(one) else one for one in value]
    return {key: _within(one, changed) for key, one in value.items()} if is_mapping(value) else value


def _may_be_path(value: object) -> bool:
    return not isinstance(value, str) or value.endswith((".yaml", ".yml"))


def _found(path: str, flow_file: Path) -> str:
    folder = flow_file.parent
    if Path(path).is_absolute() or (folder / path).exists():
        return path
    above = list(folder.resolve().parents)[:LEVELS]
    return next((str(place / path) for place in above if (place / path).is_file()), path)
