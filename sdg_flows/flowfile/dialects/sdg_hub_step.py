"""A block of sdg_hub in our words: its type and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sdg_flows.flowfile.dialects.sdg_framework_step import Step
from sdg_flows.flowfile.yaml_kinds import is_mapping

SECRETS = ("api_key", "agent_api_key", "headers", "mcp_headers")
"""Settings in which a key would stand."""
ADDRESS = "api_base"
"""The setting in which the teacher's address would stand."""

NOT_OFFERED: Mapping[str, str] = {
    "AgentBlock": "is not offered: agents are asked by no block here.",
    "AgentResponseExtractorBlock": "is not offered: agents are asked by no block here.",
    "MCPAgentBlock": "is not offered: tools are called by no block here.",
    "PythonInterpreterBlock": "is not offered: no block runs code that a model wrote.",
}

IGNORED = (
    *("block_name", "async_mode", "timeout", "num_retries", "drop_params", "max_concurrency"),
    *("ensure_json_serializable", "expand_fields", "save_reasoning_content", "extract_tool_calls"),
)
"""Settings whose matter is the teacher's here, or that had no effect there."""
SAMPLING = (
    *("temperature", "max_tokens", "max_completion_tokens", "n", "seed", "top_p", "stop", "presence_penalty"),
    *("frequency_penalty", "logit_bias", "response_format", "extra_body", "reasoning_effort"),
)


def translate_block(block_type: str, config: Mapping[str, Any]) -> Step:
    """Translate a block into our words; what cannot be said stays, to be refused with its name."""
    kept = {key: value for key, value in config.items() if key not in (*IGNORED, *SECRETS, ADDRESS)}
    rule = _RULES.get(block_type)
    return rule(Step(block_type, kept)) if rule else Step(block_type, kept)


def _first(value: Any) -> Any:  # noqa: ANN401  a column, or a list with one
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _chat(step: Step) -> Step:
    config = dict(step.config)
    gen_kwargs = {key: config.pop(key) for key in SAMPLING if key in config}
    said: dict[str, Any] = {
        "input_col": _first(config.pop("input_cols", None)),
        "output_col": _first(config.pop("output_cols", None)),
        "as_messages": True,
    }
    warnings: tuple[str, ...] = ()
    if model := config.pop("model", None):
        provider, _, bare = str(model).partition("/")
        known = provider in ("hosted_vllm", "openai", "azure", "ollama", "litellm_proxy", "together_ai")
        said["model_id"] = bare if bare and known else model
        if said["model_id"] != model:
            warnings = (f"the provider {provider!r} before the model's name is left out.",)
    return Step("LLMMessagesBlock", {**said, "gen_kwargs": gen_kwargs, **config}, warnings)


def _filter(step: Step) -> Step:
    config = dict(step.config)
    if "input_cols" in config:
        config["filter_column"] = _first(config.pop("input_cols"))
    config.pop("output_cols", None)
    return Step("FilterByValueBlock", config)


def _concat(step: Step) -> Step:
    config = dict(step.config)
    columns, output = config.pop("input_cols", None), config.pop("output_cols", None)
    columns = [columns] if isinstance(columns, str) else columns
    return Step("CombineColumnsBlock", {"columns": columns, "output_col": _first(output), **config})


def _melt(step: Step) -> Step:
    config = dict(step.config)
    names = config.pop("output_cols", None)
    said = {"var_cols": config.pop("input_cols", None)}
    if isinstance(names, list) and len(names) == 2:
        said |= {"value_name": names[0], "var_name": names[1]}
    return Step("FlattenColumnsBlock", {**said, **config})


def _no_columns(step: Step) -> Step:
    """Leave out the columns of a block that only multiplies rows."""
    return replace(
        step, config={key: step.config[key] for key in step.config if key not in ("input_cols", "output_cols")}
    )


def _mapped_columns(step: Step) -> Step:
    config = dict(step.config)
    if is_mapping(config.get("input_cols")):
        config["columns_map"] = config.pop("input_cols")
        config.pop("output_cols", None)
    return replace(step, config=config)


_RULES: Mapping[str, Callable[[Step], Step]] = {
    "LLMChatBlock": _chat,
    "ColumnValueFilterBlock": _filter,
    "TextConcatBlock": _concat,
    "MeltColumnsBlock": _melt,
    "DuplicateColumnsBlock": _mapped_columns,
    "RenameColumnsBlock": _mapped_columns,
    "RowMultiplierBlock": _no_columns,
}
