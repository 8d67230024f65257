"""An HTTP session with one endpoint and one key: a body goes out, the reply comes back as it was sent."""

from __future__ import annotations

import asyncio
import email.utils
import os
import ssl
import time
from collections.abc import Mapping
from functools import cached_property

import aiohttp

from sdg_flows.teacher.backend import BackendError, Reply
from sdg_flows.teacher.http import body_limit
from sdg_flows.teacher.http.redaction import redact_body, redact_text

CONNECT_SECONDS = 10.0


class HttpSession:
    """Connections that are kept open, at most `connections`, with the key in every request.

    Follows no redirect, reads no proxy from the environment, takes no cookie, trusts the authorities of SSL_CERT_FILE
    when it is set, and tells the server nothing about this machine.
    """

    def __init__(self, key: str, deadline: float, connections: int) -> None:
        self._key = key
        self._deadline = deadline
        self._connections = connections

    async def post(self, url: str, body: bytes) -> Reply:
        """Make one attempt; the key is taken out of what the server echoes.

        Raises:
            BackendError: no whole reply came back within the deadline. Never with a cause: that would hold the key.
        """
        try:
            async with self._session.post(url, data=body, allow_redirects=False) as response:
                return Reply(
                    response.status, redact_body(await _body(response), self._key), retry_after(response.headers)
                )
        except aiohttp.ServerTimeoutError as error:
            raise BackendError("transport", self._told(str(error))) from None
        except asyncio.TimeoutError:
            raise BackendError("deadline", f"no whole reply within {self._deadline:g} s") from None
        except aiohttp.ClientResponseError as error:
            said = f"this port speaks something else than HTTP: {' '.join(error.message.split())}"
            raise BackendError("transport", self._told(said)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise BackendError("transport", self._told(root_cause(error))) from None

    def _told(self, text: str) -> str:
        return redact_text(text, self._key)

    async def close(self) -> None:
        """Close the connections."""
        if "_session" in self.__dict__:
            await self._session.close()

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=ssl_context()),
            headers={"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=self._deadline, sock_connect=min(CONNECT_SECONDS, self._deadline)),
            skip_auto_headers=("User-Agent",),
            trust_env=False,
        )


async def _body(response: aiohttp.ClientResponse) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := await response.content.readany():
        size += len(chunk)
        if size > body_limit.MAX_BODY:
            raise BackendError("malformed", f"the reply is longer than {body_limit.MAX_BODY} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a reply asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date."""
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


def ssl_context() -> ssl.SSLContext | bool:
    """Return the authorities to trust: those of SSL_CERT_FILE when it is set, else the usual ones."""
    file = os.environ.get("SSL_CERT_FILE")
    return ssl.create_default_context(cafile=file) if file else True


def root_cause(error: BaseException) -> str:
    """Return the first cause of an error in words, on one line, or its kind when it has none."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split()) or type(error).__name__
