"""Asks an endpoint once, by the `openai` client and for free, which models it serves and what kind of server it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import anyio
import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient, Omit, OpenAIError

from sdg_flows.core.errors import EndpointDown, TeacherStopped
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.context import Context
from sdg_flows.teacher.http.body_limit import limit_body
from sdg_flows.teacher.http.http_session import CONNECT_SECONDS, root_cause, ssl_context
from sdg_flows.teacher.http.redaction import redact_body, redact_text
from sdg_flows.teacher.http.served_models import ServedModels, parse_context, parse_models
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.settings import NO_KEY

PROBE_SECONDS = 20.0
_FACTS = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async", "Retry-Count", "Read-Timeout")
_UNTOLD: Mapping[str, str | Omit] = {f"X-Stainless-{fact}": Omit() for fact in _FACTS}
"""What the client would tell every server about this machine, left out."""


@dataclass(frozen=True)
class ProbeResult:
    """What an endpoint says of itself: its models, none when it does not list any, and the version when it is vLLM.

    `context` is that of the one model of a llama.cpp server.
    """

    served: ServedModels
    version: str | None = None
    context: Context | None = None


async def probe(url: str, key: str, key_place: str, shown: str) -> ProbeResult:
    """Ask an endpoint what it serves. `shown` is its address in messages, `key_place` where its key comes from.

    Raises:
        EndpointDown: nobody answers there.
        TeacherStopped: the key is refused.
    """
    async with _client(url, key) as client:
        try:
            served = await _list_models(client)
        except APIStatusError as error:
            reading = read_reply(Reply(error.status_code, redact_body(error.response.content, key)))
            mend = (
                f"wants a key ({reading.detail}). Set {key_place}"
                if key == NO_KEY
                else (f"refuses the key ({reading.detail}). Set {key_place} to a valid one")
            )
            raise TeacherStopped(f"{shown}: {mend}.") from None  # the cause may hold the key, and Prefect logs causes
        except (TimeoutError, APIConnectionError, aiohttp.ClientError) as error:
            why = f"nothing came in {PROBE_SECONDS:.0f} s" if isinstance(error, TimeoutError) else root_cause(error)
            raise EndpointDown(
                f"{shown}: nobody answers there ({redact_text(why, key)}). "
                "Start the server or mend --endpoint; nothing was asked."
            ) from None
        if "vllm" in served.owners:
            return ProbeResult(served, version=await _version(client, url))
        if "llamacpp" in served.owners:
            return ProbeResult(served, context=parse_context(await _get_beside_v1(client, url, "props")))
        return ProbeResult(served)


async def _list_models(client: AsyncOpenAI) -> ServedModels:
    """Return the models; APIStatusError when the key is refused."""
    try:
        with anyio.fail_after(PROBE_SECONDS):
            response = await client.get("/models", cast_to=httpx2.Response, options={"headers": _UNTOLD})
        return parse_models(response.json())
    except APIStatusError as error:
        if error.status_code in (401, 403):
            raise
        return ServedModels()
    except ValueError:
        return ServedModels()


async def _version(client: AsyncOpenAI, url: str) -> str | None:
    """Return the version that vLLM tells; none when it tells none."""
    told = await _get_beside_v1(client, url, "version")
    return str(told["version"]) if isinstance(told, Mapping) and "version" in told else None


async def _get_beside_v1(client: AsyncOpenAI, url: str, path: str) -> Any:  # noqa: ANN401  whatever the server put there
    """Return what stands at a path beside /v1; None when there is nothing."""
    try:
        with anyio.fail_after(PROBE_SECONDS):
            address = f"{url.removesuffix('/v1')}/{path}"
            told = await client.get(address, cast_to=httpx2.Response, options={"headers": _UNTOLD})
        return told.json()
    except (TimeoutError, OpenAIError, aiohttp.ClientError, ValueError):
        return None


def _client(url: str, key: str) -> AsyncOpenAI:
    """Return the `openai` client as it is used here: one attempt, no redirect, no proxy, bodies capped."""
    http_client = DefaultAioHttpClient(
        timeout=httpx2.Timeout(PROBE_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        verify=ssl_context(),
        event_hooks={"response": [limit_body]},
    )
    return AsyncOpenAI(base_url=url, api_key=key, max_retries=0, http_client=http_client)
