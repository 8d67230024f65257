from __future__ import annotations

import email.utils
import os
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import anyio
import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient, Omit, OpenAIError

from sdg_flows.core.errors import EndpointDown, SettingsError, TeacherStopped, did_you_mean, listed
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.line import LineFault, Reply
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.settings import TeacherSettings

MAX_BODY = 64 * 1024 * 1024
"""Bytes; a longer reply is cut off and counts as a transport fault."""
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

    def __init__(self, url: str, key: str, settings: TeacherSettings) -> None:
        self.identity = public_url(url)
        self.model = settings.model or ""
        self._deadline = settings.deadline
        self._key = key.encode()
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
                event_hooks={"response": [_cap]},
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
        path = "/chat/completions" if request.messages is not None else "/completions"
        try:
            with anyio.fail_after(self._deadline):
                response = await self._client.post(
                    path, cast_to=httpx2.Response, body=request.body(self.model), options={"headers": _UNTOLD}
                )
        except APIStatusError as error:
            return self._reply(error.response)
        except TimeoutError as error:
            raise LineFault("deadline", f"no whole reply within {self._deadline:g} s") from error
        except (OpenAIError, aiohttp.ClientError, httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            raise LineFault("transport", _innermost(error)) from error
        return self._reply(response)

    async def greet(self) -> None:
        """Ask the endpoint for its models, which costs nothing, and settle the default model.

        Raises:
            EndpointDown: nobody answers there.
            TeacherStopped: the key is refused.
            SettingsError: the model is not served, or none is named and several are.
        """
        served = await self._served_models()
        if not self.model:
            if len(served) != 1:
                raise SettingsError(f"{self.identity}: name the model with --model. Served there: {listed(served)}.")
            self.model = served[0]
        elif served and self.model not in served:
            near = did_you_mean(self.model, served)
            raise SettingsError(f"{self.identity}: serves no model {self.model!r}.{near} Served: {listed(served)}.")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _served_models(self) -> list[str]:
        """Give the names of the models, none when the endpoint does not list them."""
        try:
            with anyio.fail_after(GREETING_SECONDS):
                response = await self._client.get("/models", cast_to=httpx2.Response, options={"headers": _UNTOLD})
            listing: Any = response.json()
        except APIStatusError as error:
            reading = read_reply(self._reply(error.response))
            if error.status_code in (401, 403):
                raise TeacherStopped(
                    f"{self.identity}: refuses the key ({reading.detail}). Set OPENAI_API_KEY to a valid one."
                ) from None  # the cause may hold the key, and Prefect logs causes
            return []
        except (TimeoutError, APIConnectionError, aiohttp.ClientError) as error:
            raise EndpointDown(
                f"{self.identity}: nobody answers there ({_innermost(error)}). Start the server or mend --endpoint; "
                "nothing was asked."
            ) from error
        except ValueError:
            return []
        entries = listing.get("data") if isinstance(listing, Mapping) else None
        return [entry["id"] for entry in entries or [] if isinstance(entry, Mapping) and "id" in entry]

    def _reply(self, response: httpx2.Response) -> Reply:
        body = response.content
        if len(self._key) >= 8:
            body = body.replace(self._key, b"***")
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


class _CappedStream(httpx2.AsyncByteStream):
    """A body that fails when it grows beyond `MAX_BODY`."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > MAX_BODY:
                raise httpx2.ReadError(f"the reply is longer than {MAX_BODY} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _cap(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _CappedStream(response.stream)


def _innermost(error: BaseException) -> str:
    """Give the first cause of an error in words, or its kind when it has none."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__
