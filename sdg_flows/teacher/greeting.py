"""What a server says of itself for free, and the default model that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.errors import SettingsError, did_you_mean, listed


@dataclass(frozen=True)
class Served:
    """The models that an endpoint lists and who owns them; none when it does not list any."""

    models: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


def served_in(listing: Any) -> Served:  # noqa: ANN401  whatever the server put there
    """Read the body of /v1/models; anything else lists no models."""
    data = listing.get("data") if isinstance(listing, Mapping) else None
    entries = [entry for entry in (data if isinstance(data, list) else []) if isinstance(entry, Mapping)]
    return Served(*(tuple(str(entry[name]) for entry in entries if name in entry) for name in ("id", "owned_by")))


def settled_model(model: str, served: Served, where: str) -> str:
    """Give the default model: the one asked for, else the only one served.

    Raises:
        SettingsError: the model is not served, or none is named and several are.
    """
    if not model:
        if not served.models:
            versioned = where.rstrip("/").endswith("/v1")
            near = "" if versioned else f" Did you mean {where.rstrip('/')}/v1?"
            raise SettingsError(f"{where}: lists no models.{near} Where it has none to list, name one with --model.")
        if len(served.models) != 1:
            raise SettingsError(f"{where}: name the model with --model. Served there: {listed(served.models)}.")
        return served.models[0]
    if served.models and model not in served.models:
        near = did_you_mean(model, served.models)
        raise SettingsError(f"{where}: serves no model {model!r}.{near} Served: {listed(served.models)}.")
    return model
