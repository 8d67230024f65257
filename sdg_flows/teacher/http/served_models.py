"""The models that a server lists, with their contexts, and the default model that follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from sdg_flows.core.errors import SettingsError, did_you_mean, listed
from sdg_flows.teacher.context import Context


@dataclass(frozen=True)
class ServedModels:
    """The models that an endpoint lists and who owns them; none when it does not list any.

    `contexts` has, by model, the tokens that vLLM and SGLang say it takes, prompt and answer together.
    """

    models: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    contexts: Mapping[str, Context] = field(default_factory=dict[str, Context])


def parse_models(listing: Any) -> ServedModels:  # noqa: ANN401  whatever the server put there
    """Read the body of /v1/models; anything else lists no models."""
    data = listing.get("data") if isinstance(listing, Mapping) else None
    entries = [entry for entry in (data if isinstance(data, list) else []) if isinstance(entry, Mapping)]
    models, owners = (tuple(str(entry[name]) for entry in entries if name in entry) for name in ("id", "owned_by"))
    told = {str(entry.get("id")): entry.get("max_model_len") for entry in entries}
    contexts = {model: Context(most, counts_max_tokens=True) for model, most in told.items() if _is_count(most)}
    return ServedModels(models, owners, contexts)


def parse_context(props: Any) -> Context | None:  # noqa: ANN401  whatever the server put there
    """Read the body of llama.cpp's /props, which tells the tokens of one of its slots; None when it does not."""
    settings = props.get("default_generation_settings") if isinstance(props, Mapping) else None
    most = settings.get("n_ctx") if isinstance(settings, Mapping) else None
    return Context(most, counts_max_tokens=False) if _is_count(most) else None


def default_model(model: str, served: ServedModels, where: str) -> str:
    """Return the default model: the one asked for, else the only one served.

    Raises:
        SettingsError: the model is not served, or none is named and several are.
    """
    if not model:
        if not served.models:
            first_version = re.sub(r"/v\d+(/.*)?$", "", where.rstrip("/")) + "/v1"
            near = "" if where.rstrip("/") == first_version else f" Did you mean {first_version}?"
            raise SettingsError(f"{where}: lists no models.{near} Where it has none to list, name one with --model.")
        if len(served.models) != 1:
            raise SettingsError(f"{where}: name the model with --model. Served there: {listed(served.models)}.")
        return served.models[0]
    if served.models and model not in served.models:
        near = did_you_mean(model, served.models)
        raise SettingsError(f"{where}: serves no model {model!r}.{near} Served: {listed(served.models)}.")
    return model


def _is_count(told: object) -> TypeGuard[int]:
    return isinstance(told, int) and told > 0
