from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Protocol

from sdg_flows.teacher.opening import GIVEN_KEY


class Client(Protocol):
    """An `openai.OpenAI` or `openai.AsyncOpenAI`. Only its address and its key are used."""

    @property
    def base_url(self) -> Any:  # noqa: ANN401  the client's own type of an address
        """Return the address of the endpoint."""
        ...

    @property
    def api_key(self) -> str:
        """Return the key."""
        ...


def endpoint_of(client: Client | None) -> str | None:
    """Return the address of a client's endpoint; None, without a client, for OPENAI_BASE_URL or the offline teacher."""
    return None if client is None else str(client.base_url).rstrip("/")


@contextmanager
def use_key_of(client: Client | None) -> Generator[None]:
    """Use the key of a client while the context lasts, without writing it anywhere."""
    token = GIVEN_KEY.set(None if client is None else client.api_key)
    try:
        yield
    finally:
        GIVEN_KEY.reset(token)
