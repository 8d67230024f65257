from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import anyio
import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient, Omit, OpenAIError

from sdg_flows.core.errors import EndpointDown, TeacherStopped
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.blotting import told_without_key, without_key
from sdg_flows.teacher.capped import cap
from sdg_flows.teacher.greeting import Served, served_in, settled_model
from sdg_flows.teacher.line import Reply
from sdg_flows.teacher.prompt_lists import Body, PromptLists
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.settings import EndpointSettings
from sdg_flows.teacher.spelling import Dialect, dialect_of, is_wrapped, spelt, unwrapped
from sdg_flows.teacher.wire import CONNECT_SECONDS, Wire, innermost, trusted

GREETING_SECONDS = 20.0
SPARE_CONNECTIONS = 8
_FACTS = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async", "Retry-Count", "Read-Timeout")
_UNTOLD: Mapping[str, str | Omit] = {f"X-Stainless-{fact}": Omit() for fact in _FACTS}
"""What the client would tell every server about this machine, left out."""


class EndpointLine:
    """A line to an OpenAI-compatible endpoint, one attempt a call, replies raw.

    Requests go over a wire of our own; the `openai` client asks what is asked once. Neither retries nor follows
    redirects, neither reads a proxy from the environment, and the key is removed from what the server echoes.
    """

    def __init__(self, url: str, key: str, settings: EndpointSettings) -> None:
        self.identity = public_url(url)
        self.model = settings.model or ""
        self.dialect: Dialect = "openai"
        self._url = url.rstrip("/")
        self._root = self._url.removesuffix("/v1")
        self._key, self._key_place = key, settings.key_place
        self._wire = Wire(key, settings.deadline, settings.max_in_flight + SPARE_CONNECTIONS)
        self._lists = PromptLists(settings.prompts_a_request, partial(self._posted, f"{self._url}/completions"))

    @property
    def description(self) -> str:
        """Say who answers: the model and the address."""
        return f"{self.model or 'the endpoint'} at {self.identity}"

    async def send(self, request: Request) -> Reply:
        """Make one attempt, within the deadline in all.

        A text for /v1/completions may go out in a list with others; one with a seed goes alone, since servers differ
        in what a seed does to a list. A list that is refused gives way to single prompts, each with a deadline anew.

        Raises:
            LineFault: no whole reply came back in time.
        """
        url, body = self._asked(request)
        sent = spelt(body, self.dialect)
        if request.messages is None and "seed" not in sent:
            return await self._lists.ask(sent)
        reply = await self._posted(url, sent)
        return unwrapped(reply) if is_wrapped(body, self.dialect) else reply

    async def greet(self) -> None:
        """Ask the endpoint for its models, which costs nothing; settle the default model and how requests are spelt.

        Raises:
            EndpointDown: nobody answers there.
            TeacherStopped: the key is refused.
            SettingsError: the model is not served, or none is named and several are.
        """
        async with _client(self._url, self._key) as client:
            served = await self._served(client)
            self.model = settled_model(self.model, served, self.identity)
            version = await self._version(client) if "vllm" in served.owners else None
        self.dialect = dialect_of(served.owners, version)
        self._lists.first_usage = self.dialect == "llamacpp"

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    async def _posted(self, url: str, body: Body) -> Reply:
        sent = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return await self._wire.post(url, sent.encode())

    def _asked(self, request: Request) -> tuple[str, dict[str, object]]:
        """Give where a request goes and its body. /pooling stands beside /v1 and takes no sampling parameters."""
        body = request.body(self.model)
        if request.pooling:
            return f"{self._root}/pooling", {name: body[name] for name in ("model", "messages") if name in body}
        return f"{self._url}/{'completions' if request.messages is None else 'chat/completions'}", body

    async def _version(self, client: AsyncOpenAI) -> str | None:
        """Give the version that vLLM tells beside /v1; none when it tells none."""
        try:
            with anyio.fail_after(GREETING_SECONDS):
                told = await client.get(f"{self._root}/version", cast_to=httpx2.Response, options={"headers": _UNTOLD})
            return str(told.json()["version"])
        except (TimeoutError, OpenAIError, aiohttp.ClientError, ValueError, LookupError, TypeError):
            return None

    async def _served(self, client: AsyncOpenAI) -> Served:
        """Give the models, none when the endpoint does not list them."""
        try:
            with anyio.fail_after(GREETING_SECONDS):
                response = await client.get("/models", cast_to=httpx2.Response, options={"headers": _UNTOLD})
            return served_in(response.json())
        except APIStatusError as error:
            if error.status_code not in (401, 403):
                return Served()
            reading = read_reply(Reply(error.status_code, without_key(error.response.content, self._key)))
            raise TeacherStopped(
                f"{self.identity}: refuses the key ({reading.detail}). Set {self._key_place} to a valid one."
            ) from None  # the cause may hold the key, and Prefect logs causes
        except (TimeoutError, APIConnectionError, aiohttp.ClientError) as error:
            raise EndpointDown(
                f"{self.identity}: nobody answers there ({told_without_key(innermost(error), self._key)}). "
                "Start the server or mend --endpoint; nothing was asked."
            ) from None
        except ValueError:
            return Served()


def _client(url: str, key: str) -> AsyncOpenAI:
    """Give the `openai` client as it is used here: one attempt, no redirect, no proxy, bodies capped."""
    http_client = DefaultAioHttpClient(
        timeout=httpx2.Timeout(GREETING_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        verify=trusted(),
        event_hooks={"response": [cap]},
    )
    return AsyncOpenAI(base_url=url, api_key=key, max_retries=0, http_client=http_client)


def public_url(url: str) -> str:
    """Give an address without credentials, query and closing slash."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
