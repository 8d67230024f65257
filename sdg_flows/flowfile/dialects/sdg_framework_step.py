"""A block of the SDG Framework in our words: its type and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sdg_flows.flowfile.yaml_kinds import is_mapping

TYPES: Mapping[str, str] = {
    "DuplicateColumns": "DuplicateColumnsBlock",
    "RenameColumns": "RenameColumnsBlock",
    "SetToMajorityValue": "SetToMajorityValueBlock",
    "OpenAIChatBlock": "LLMMessagesBlock",
    "OpenAIAsyncChatBlock": "LLMMessagesBlock",
    "PostProcessThinkingBlock": "StripThinkingBlock",
    "SelectMaxRewardResponse": "SelectMaxRewardResponseBlock",
}
"""Names that blocks had there, by which they are still found."""

WITHOUT_EFFECT = ("block_name", "client", "num_procs")
FORMATS: Mapping[str, str] = {"mistralai": "mixtral", "instructlab": "merlinite"}
"""Our model family for each prompt template that was registered there."""
ENDPOINT = ("host", "port", "endpoint")
WHOLE = r"\A(.+)"
"""A pattern that takes the whole text, for a parser that only removed its cleanup tags."""
PROMPTED = frozenset({"LLMBlock", "ConditionalLLMBlock", "LLMLogProbBlock"})

Config: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A block's type and settings in our words, and what a user should know about the change."""

    block_type: str
    config: Config
    warnings: tuple[str, ...] = ()


def translate_block(block_type: str, config: Mapping[str, Any], gen_kwargs: object) -> Step:
    """Translate a block into our words. What had no effect there is left out; what has no word stays, to be refused."""
    kept = {key: value for key, value in config.items() if key not in WITHOUT_EFFECT}
    if gen_kwargs is not None:
        kept["gen_kwargs"] = _both(gen_kwargs, kept.get("gen_kwargs"))
    if block_type == "IterBlock":
        return _repeated(kept)
    step = Step(TYPES.get(block_type, block_type), kept)
    for rule in (_without_idle_batching, *_RULES.get(step.block_type, ())):
        step = rule(step)
    return step


def _both(beside: object, inside: object) -> object:
    """Return the sampling parameters of both places; those among the settings count, also when they are no mapping."""
    if is_mapping(beside) and is_mapping(inside):
        return {**beside, **inside}
    return beside if inside is None else inside


def _repeated(config: Config) -> Step:
    """Translate the block that is repeated, its settings beside the number of times."""
    own = {key: config[key] for key in ("num_iters", "block_type") if key in config}
    settings = {key: value for key, value in config.items() if key not in (*own, "block_kwargs", "gen_kwargs")}
    kwargs = config.get("block_kwargs")
    settings = {**settings, **kwargs} if is_mapping(kwargs) else settings
    inner = translate_block(str(own.get("block_type")), settings, config.get("gen_kwargs"))
    return Step("IterBlock", {**own, "block_type": inner.block_type, **inner.config}, inner.warnings)


def _without_idle_batching(step: Step) -> Step:
    """Leave out `batch_kwargs` where no prompt reads its `num_samples`: the rest of it had no effect."""
    if "batch_kwargs" not in step.config or step.block_type in PROMPTED:
        return step
    return replace(step, config={key: value for key, value in step.config.items() if key != "batch_kwargs"})


def _operation(step: Step) -> Step:
    """Read `operator.eq` as eq; `contains` kept the rows whose value is one of the list."""
    if not isinstance(written := step.config.get("operation"), str):
        return step
    name = written.removeprefix("operator.")
    return replace(step, config={**step.config, "operation": "in" if name == "contains" else name})


def _template(step: Step) -> Step:
    """Read the name of a registered template, or a template, as our chat format."""
    if "model_prompt" not in step.config:
        return step
    config = dict(step.config)
    named = config.pop("model_prompt")
    if named is None:
        return replace(step, config=config)
    family = next((ours for theirs, ours in FORMATS.items() if theirs in str(named)), None)
    if "{" not in str(named) and family:
        return replace(step, config={**config, "model_family": family})
    if named in ("blank", ""):
        return replace(step, config={**config, "model_prompt": ""})
    if "{prompt}" in str(named):
        written = str(named).replace("{{prompt}}", "{prompt}").replace("{prompt}", "{{ prompt }}")
        told = "{prompt} in model_prompt is read as {{ prompt }}."
        return replace(step, config={**config, "model_prompt": written}, warnings=(*step.warnings, told))
    if "{" in str(named):
        return replace(step, config={**config, "model_prompt": named})
    told = f"the template {named!r} of model_prompt is not known; chat messages are sent."
    return replace(step, config=config, warnings=(*step.warnings, told))


def _reward_model(step: Step) -> Step:
    """Leave the address out, which is said in the teacher file here."""
    config = {key: value for key, value in step.config.items() if key not in (*ENDPOINT, "model_name")}
    if "model_name" in step.config:
        config["model_id"] = step.config["model_name"]
    told = "host, port and endpoint are not read; name the endpoint in a teacher file and here as 'teacher'."
    moved = any(key in step.config for key in ENDPOINT)
    return replace(step, config=config, warnings=(*step.warnings, *([told] if moved else [])))


def _one_column(step: Step) -> Step:
    """Read the one input and output column of the chat blocks."""
    config = dict(step.config)
    for theirs, ours in (("input_cols", "input_col"), ("output_cols", "output_col")):
        if theirs in config and ours not in config:
            value = config.pop(theirs)
            config[ours] = value[0] if isinstance(value, list) and len(value) == 1 else value
    config.pop("model_prompt", None)
    return replace(step, config=config)


def _pattern_of_column(step: Step) -> Step:
    """Read `column_name` as the one input column."""
    config = dict(step.config)
    if "column_name" in config:
        config["input_cols"] = [config.pop("column_name")]
        config.setdefault("parsing_pattern", WHOLE)
    return replace(step, config=config)


def _column_of_thinking(step: Step) -> Step:
    config = dict(step.config)
    if "column_name" in config:
        config["column"] = config.pop("column_name")
    return replace(step, config=config)


_RULES: Mapping[str, tuple[Callable[[Step], Step], ...]] = {
    "FilterByValueBlock": (_operation,),
    "LLMBlock": (_template,),
    "ConditionalLLMBlock": (_template,),
    "LLMLogProbBlock": (_template,),
    "LLMMessagesBlock": (_one_column,),
    "PRMBlock": (_reward_model,),
    "RegexParserBlock": (_pattern_of_column,),
    "StripThinkingBlock": (_column_of_thinking,),
}
