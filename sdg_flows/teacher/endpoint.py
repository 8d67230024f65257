from __future__ import annotations

import email.utils
import os
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import anyio
import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient, Omit, OpenAIError

from sdg_flows.core.errors import EndpointDown, TeacherStopped
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.blotting import told_without_key, without_key
from sdg_flows.teacher.capped import TooLong, cap
from sdg_flows.teacher.greeting import Served, served_in, settled_model
from sdg_flows.teacher.line import LineFault, Reply
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.settings import DEFAULT_KEY_ENV, EndpointSettings
from sdg_flows.teacher.spelling import Dialect, dialect_of, is_wrapped, spelt, unwrapped

CONNECT_SECONDS = 10.0
GREETING_SECONDS = 20.0
_FACTS = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async", "Retry-Count", "Read-Timeout")
_UNTOLD: Mapping[str, str | Omit] = {f"X-Stainless-{fact}": Omit() for fact in _FACTS}
"""What the client would tell every server about this machine, left out; a request also costs less without it."""


class EndpointLine:
    """A line to an OpenAI-compatible endpoint through the `openai` client, one attempt a call, replies raw.

    The client neither retries nor follows redirects, reads no proxy from the environment, and its key is removed
    from what the server echoes.
    """

    def __init__(self, url: str, key: str, settings: EndpointSettings, key_env: str = DEFAULT_KEY_ENV) -> None:
        self.identity = public_url(url)
        self.model = settings.model or ""
        self.key_env = key_env
        self.dialect: Dialect = "openai"
        self._root = url.rstrip("/").removesuffix("/v1")
        self._deadline = settings.deadline
        self._key = key
        self._client = AsyncOpenAI(
            base_url=url,
            api_key=key,
            max_retries=0,
            http_client=DefaultAioHttpClient(
                timeout=httpx2.Timeout(settings.deadline, connect=CONNECT_SECONDS),
                limits=httpx2.Limits(max_connections=settings.max_in_flight + 8),
                follow_redirects=False,
                trust_env=False,
                verify=_trusted(),
                event_hooks={"response": [cap]},
            ),
        )

    @property
    def description(self) -> str:
        """Say who answers: the model and the address."""
        return f"{self.model or 'the endpoint'} at {self.identity}"

    async def send(self, request: Request) -> Reply:
        """Make one attempt, within the deadline in all.

        Raises:
            LineFault: no whole reply came back in time.
        """
        path, body = self._asked(request)
        try:
            with anyio.fail_after(self._deadline):
                response = await self._client.post(
                    path, cast_to=httpx2.Response, body=spelt(body, self.dialect), options={"headers": _UNTOLD}
                )
        except APIStatusError as error:
            return self._reply(error.response)
        except TimeoutError as error:
            raise LineFault("deadline", f"no whole reply within {self._deadline:g} s") from error
        except (OpenAIError, aiohttp.ClientError, httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            cause = _innermost(error)
            outcome = "malformed" if isinstance(cause, TooLong) else "transport"
            raise LineFault(outcome, told_without_key(_said(cause), self._key)) from None
        reply = self._reply(response)
        return unwrapped(reply) if is_wrapped(body, self.dialect) else reply

    async def greet(self) -> None:
        """Ask the endpoint for its models, which costs nothing; settle the default model and how requests are spelt.

        Raises:
            EndpointDown: nobody answers there.
            TeacherStopped: the key is refused.
            SettingsError: the model is not served, or none is named and several are.
        """
        served = await self._served()
        self.model = settled_model(self.model, served, self.identity)
        version = await self._version() if "vllm" in served.owners else None
        self.dialect = dialect_of(served.owners, version)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _asked(self, request: Request) -> tuple[str, dict[str, object]]:
        """Give where a request goes and its body. /pooling stands beside /v1 and takes no sampling parameters."""
        body = request.body(self.model)
        if request.pooling:
            return f"{self._root}/pooling", {name: body[name] for name in ("model", "messages") if name in body}
        return ("/completions" if request.messages is None else "/chat/completions"), body

    async def _version(self) -> str | None:
        """Give the version that vLLM tells beside /v1; none when it tells none."""
        try:
            with anyio.fail_after(GREETING_SECONDS):
                told = await self._client.get(
                    f"{self._root}/version", cast_to=httpx2.Response, options={"headers": _UNTOLD}
                )
            return str(told.json()["version"])
        except (TimeoutError, OpenAIError, aiohttp.ClientError, ValueError, LookupError, TypeError):
            return None

    async def _served(self) -> Served:
        """Give the models, none when the endpoint does not list them."""
        try:
            with anyio.fail_after(GREETING_SECONDS):
                response = await self._client.get("/models", cast_to=httpx2.Response, options={"headers": _UNTOLD})
            return served_in(response.json())
        except APIStatusError as error:
            reading = read_reply(self._reply(error.response))
            if error.status_code in (401, 403):
                raise TeacherStopped(
                    f"{self.identity}: refuses the key ({reading.detail}). Set {self.key_env} to a valid one."
                ) from None  # the cause may hold the key, and Prefect logs causes
            return Served()
        except (TimeoutError, APIConnectionError, aiohttp.ClientError) as error:
            raise EndpointDown(
                f"{self.identity}: nobody answers there ({told_without_key(_said(_innermost(error)), self._key)}). "
                "Start the server or mend --endpoint; nothing was asked."
            ) from None
        except ValueError:
            return Served()

    def _reply(self, response: httpx2.Response) -> Reply:
        body = without_key(response.content, self._key)
        return Reply(response.status_code, body, retry_after(response.headers))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Give the seconds that a reply asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date."""
    try:
        if millis := headers.get("retry-after-ms"):
            return max(0.0, float(millis) / 1000)
        value = headers.get("retry-after")
        if not value:
            return None
        if value.strip().replace(".", "", 1).isdigit():
            return float(value)
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def public_url(url: str) -> str:
    """Give an address without credentials, query and closing slash."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))


def _trusted() -> ssl.SSLContext | bool:
    """Give the authorities to trust: those of SSL_CERT_FILE when it is set, else the usual ones."""
    file = os.environ.get("SSL_CERT_FILE")
    return ssl.create_default_context(cafile=file) if file else True


def _innermost(error: BaseException) -> BaseException:
    """Give the first cause of an error."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _said(error: BaseException) -> str:
    """Give an error in words on one line, or its kind when it has none."""
    return " ".join(str(error).split()) or type(error).__name__
