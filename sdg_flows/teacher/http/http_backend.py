"""The backend that asks an OpenAI-compatible endpoint over HTTP."""

from __future__ import annotations

import json
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import orjson

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.context import Context
from sdg_flows.teacher.http.http_session import HttpSession
from sdg_flows.teacher.http.prompt_lists import Body, PromptLists
from sdg_flows.teacher.http.served_models import default_model
from sdg_flows.teacher.http.server_dialect import Dialect, body_for, dialect_of, is_wrapped, unwrap_choice
from sdg_flows.teacher.settings import EndpointSettings

SPARE_CONNECTIONS = 8


class HttpBackend:
    """Asks an OpenAI-compatible endpoint, one attempt a call, replies raw.

    Requests go over a session of our own; the `openai` client asks only what `probe` asks. Neither retries nor follows
    redirects, neither reads a proxy from the environment, and the key is removed from what the server echoes.
    """

    def __init__(self, url: str, key: str, settings: EndpointSettings) -> None:
        self.identity = public_url(url)
        self.model = settings.model or ""
        self.dialect: Dialect = "openai"
        self._url = url.rstrip("/")
        self._root = self._url.removesuffix("/v1")
        self._key, self._key_place = key, settings.key_place
        self._http = HttpSession(key, settings.deadline, settings.max_in_flight + SPARE_CONNECTIONS)
        self._lists = PromptLists(settings.prompts_a_request, partial(self._post, f"{self._url}/completions"))

    @property
    def description(self) -> str:
        """Return who answers: the model and the address."""
        return f"{self.model or 'the endpoint'} at {self.identity}"

    async def send(self, request: Request) -> Reply:
        """Make one attempt, within the deadline in all.

        A text for /v1/completions may go out in a list with others; one with a seed goes alone, since servers differ
        in what a seed does to a list. A list that is refused gives way to single prompts, each with a deadline anew.

        Raises:
            BackendError: no whole reply came back in time.
        """
        url, body = self._url_and_body(request)
        sent = body_for(body, self.dialect)
        if request.messages is None and "seed" not in sent:
            return await self._lists.ask(sent)
        reply = await self._post(url, sent)
        return unwrap_choice(reply) if is_wrapped(body, self.dialect) else reply

    async def probe(self) -> Context | None:
        """Ask the endpoint for its models, which costs nothing; set the default model and the dialect of requests.

        Give the context of the default model, where the server tells it.

        Raises:
            EndpointDown: nobody answers there.
            TeacherStopped: the key is refused.
            SettingsError: the model is not served, or none is named and several are.
        """
        # Imported here alone: `openai` costs half a second, in which a run can begin to tell Prefect of itself.
        from sdg_flows.teacher.http.probe import probe

        told = await probe(self._url, self._key, self._key_place, self.identity)
        self.model = default_model(self.model, told.served, self.identity)
        self.dialect = dialect_of(told.served.owners, told.version)
        self._lists.first_usage = self.dialect == "llamacpp"
        return told.context or told.served.contexts.get(self.model)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _post(self, url: str, body: Body) -> Reply:
        return await self._http.post(url, _encode(body))

    def _url_and_body(self, request: Request) -> tuple[str, dict[str, object]]:
        """Return where a request goes and its body. /pooling stands beside /v1 and takes no sampling parameters."""
        body = request.body(self.model)
        if request.pooling:
            return f"{self._root}/pooling", {name: body[name] for name in ("model", "messages") if name in body}
        return f"{self._url}/{'completions' if request.messages is None else 'chat/completions'}", body


def _encode(body: Body) -> bytes:
    """Encode by orjson, in a tenth of the time; by Python's encoder what orjson refuses, such as large integers."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def public_url(url: str) -> str:
    """Return an address without credentials, query and closing slash."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
