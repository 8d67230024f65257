"""The sampling parameters of a block, as a flow file gives them and as a server takes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PositiveInt, ValidationInfo, field_validator

from sdg_flows.core.prompts import flow_files

GUIDED = {f"guided_{kind}": kind for kind in ("choice", "json", "regex", "grammar")}
"""Constraints on an answer, by their former names in vLLM. The teacher spells them as the server understands them."""

RESERVED = frozenset({"model", "messages", "prompt", "n", "seed", "stream"})
"""What a request says that a flow file cannot say past the block's own settings."""
_NOT_SENT = {"n", "model", "model_id", "seed", "extra_body"}


def _scaled(value: object, info: ValidationInfo) -> object:
    return flow_files(info).scaled_draws() if value == "scaled" else value


def _is_texts(value: object) -> bool:
    """Return whether a value is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


class GenKwargs(BaseModel):
    """Sampling parameters, sent as they are; a null one is not sent. `n` is made of single requests, one a draw.

    With `seed`, each draw has a seed of its own: seed, seed + 1, …
    What a server takes beyond these goes into `extra_body`, whose keys are put beside the others. A constraint in it,
    such as `guided_choice`, is sent as `structured_outputs`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: Annotated[PositiveInt, BeforeValidator(_scaled, json_schema_input_type=int | Literal["scaled"])] = 1
    model: str | None = None
    model_id: str | None = None
    seed: int | None = None
    temperature: float | None = 0.0
    max_tokens: PositiveInt | None = 4096
    max_completion_tokens: PositiveInt | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    repetition_penalty: float | None = None
    stop: str | tuple[str, ...] | None = None
    logit_bias: Mapping[str, float] | None = None
    reasoning_effort: str | None = None
    response_format: Mapping[str, Any] | None = None
    extra_body: Mapping[str, Any] | None = None

    @field_validator("extra_body")
    @classmethod
    def _nothing_of_ours(cls, extra: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        taken = sorted(RESERVED.intersection(extra or ()))
        if taken:
            raise ValueError(
                f"{taken[0]!r} is no matter of extra_body: the block says it itself, or cannot work with it"
            )
        constraint = (extra or {}).get("structured_outputs", {})
        choices = (extra or {}).get("guided_choice", constraint.get("choice") if isinstance(constraint, Mapping) else 0)
        if not isinstance(constraint, Mapping) or not (choices is None or _is_texts(choices)):
            raise ValueError("a constraint is structured_outputs: {choice: [texts]}, or json, regex or grammar")
        return extra

    @cached_property
    def params(self) -> dict[str, Any]:
        """Return what every draw sends, without model, n and seed."""
        sent = self.model_dump(mode="json", exclude_none=True, exclude=_NOT_SENT)
        if self.max_completion_tokens is not None:
            sent.pop("max_tokens", None)
        extra = dict(self.extra_body or {})
        guided = {GUIDED[name]: extra.pop(name) for name in list(extra) if name in GUIDED}
        if guided:
            extra["structured_outputs"] = {**guided, **extra.get("structured_outputs", {})}
        return {**sent, **extra}

    def model_or(self, model_id: str | None) -> str | None:
        """Return the model that is named here, else the block's."""
        return self.model or self.model_id or model_id

    def params_for(self, draw: int) -> dict[str, Any]:
        """Return the parameters of one draw."""
        return self.params if self.seed is None else {**self.params, "seed": self.seed + draw}
