from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping

PATH_KEYS = ("config_path", "prompt_config_path", "config_paths")
LEVELS = 4
"""How many folders above a flow file a path may be meant from: peers write paths from the top of their package."""


def resolve_prompt_paths(config: Mapping[str, Any], flow_file: Path) -> dict[str, Any]:
    """Return the settings with each path of a prompt file as seen from the flow file's folder.

    A path that leads nowhere from there is looked for from the folders above; one that leads nowhere at all stays. With
    `post_fix`, it is the file with that in its name that is looked for.
    """
    post_fix = str(config.get("post_fix") or "")
    return map_prompt_paths(config, lambda path: _found(path, flow_file, post_fix))


def map_prompt_paths(config: Mapping[str, Any], changed: Callable[[str], str]) -> dict[str, Any]:
    """Return the settings with each path of a prompt file in them changed."""
    return {key: _within(value, changed) if key in PATH_KEYS else value for key, value in config.items()}


def _within(value: Any, changed: Callable[[str], str]) -> Any:  # noqa: ANN401  a path, a list of them or a mapping to them
    if isinstance(value, str):
        return changed(value)
    if is_list(value):
        return [_within(one, changed) if _may_be_path(one) else one for one in value]
    return {key: _within(one, changed) for key, one in value.items()} if is_mapping(value) else value


def _may_be_path(value: object) -> bool:
    return not isinstance(value, str) or value.endswith((".yaml", ".yml"))


def _found(path: str, flow_file: Path, post_fix: str) -> str:
    folder = flow_file.parent
    if Path(path).is_absolute() or _is_there(folder / path, post_fix):
        return path
    above = list(folder.resolve().parents)[:LEVELS]
    return next((str(place / path) for place in above if _is_there(place / path, post_fix)), path)


def _is_there(path: Path, post_fix: str) -> bool:
    """Return whether there is such a file; a name that no file can have is none."""
    try:
        file = path.with_name(f"{path.stem}_{post_fix}{path.suffix}") if post_fix else path
        return file.is_file()
    except (OSError, ValueError):
        return False
