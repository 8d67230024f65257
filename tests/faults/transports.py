"""Faults of transport: refusals by status, and replies that are late, cut, garbled or none at all."""

from __future__ import annotations

import asyncio
import email.utils
import gzip
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from faults.answers import error

RETRY_SECONDS = 0.4
_LIMITED = error("Rate limit reached", "rate_limit_exceeded")
_BUSY = error("overloaded")
_HTML = b"<html><body><h1>502 Bad Gateway</h1>" + b"<p>nginx</p>" * 1000 + b"</body></html>"


@dataclass(frozen=True)
class Wire:
    """One connection, with the client at its other end."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, content: bytes) -> None:
        self.writer.write(content)
        await self.writer.drain()

    async def drip(self, content: bytes, seconds: float) -> None:
        """Send a byte at a time, so that no read of the client waits for long."""
        for byte in content:
            await self.send(bytes([byte]))
            await asyncio.sleep(seconds)

    async def until_client_leaves(self) -> None:
        await self.reader.read()

    def reset(self) -> None:
        """End the connection by a reset."""
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


Fault = Callable[[Wire, bytes], Awaitable[None]]


def head(status: str, length: int, *lines: str) -> bytes:
    """Return the head of a reply."""
    return "\r\n".join([f"HTTP/1.1 {status}", f"content-length: {length}", *lines, "", ""]).encode()


def _replies(status: str, body: bytes, *lines: str) -> Fault:
    return lambda wire, good: wire.send(head(status, len(body), *lines) + body)


async def _dated(wire: Wire, good: bytes) -> None:
    later = email.utils.formatdate(time.time() + 1, usegmt=True)
    await wire.send(head("429 Too Many Requests", len(_LIMITED), f"retry-after: {later}") + _LIMITED)


async def _reset_before(wire: Wire, good: bytes) -> None:
    wire.reset()


async def _reset_mid(wire: Wire, good: bytes) -> None:
    await wire.send(head("200 OK", len(good)) + good[: len(good) // 2])
    await asyncio.sleep(0.02)
    wire.reset()


async def _half_close(wire: Wire, good: bytes) -> None:
    await wire.send(head("200 OK", len(good)) + good[:10])
    wire.writer.write_eof()
    await wire.until_client_leaves()


async def _hang(wire: Wire, good: bytes) -> None:
    await wire.until_client_leaves()


async def _slow_head(wire: Wire, good: bytes) -> None:
    await wire.drip(head("200 OK", len(good)) + good, 0.05)


async def _drip(wire: Wire, good: bytes) -> None:
    await wire.send(head("200 OK", len(good)))
    await wire.drip(good, 0.05)


async def _truncated(wire: Wire, good: bytes) -> None:
    await wire.send(head("200 OK", len(good)) + good[: len(good) // 2])


async def _short_length(wire: Wire, good: bytes) -> None:
    await wire.send(head("200 OK", len(good) - 20) + good)


async def _bad_gzip(wire: Wire, good: bytes) -> None:
    packed = gzip.compress(good)[:-12] + b"x" * 12
    await wire.send(head("200 OK", len(packed), "content-encoding: gzip") + packed)


TRANSPORTS: Mapping[str, Fault] = {
    "429": _replies("429 Too Many Requests", _LIMITED),
    "429ra": _replies("429 Too Many Requests", _LIMITED, "retry-after: 1"),
    "429ra_ms": _replies("429 Too Many Requests", _LIMITED, f"retry-after-ms: {1000 * RETRY_SECONDS:.0f}"),
    "429ra_date": _dated,
    "429ra_hour": _replies("429 Too Many Requests", _LIMITED, "retry-after: 3600"),
    "429quota": _replies("429 Too Many Requests", error("You exceeded your current quota", "insufficient_quota")),
    "500": _replies("500 Internal Server Error", error("boom")),
    "502html": _replies("502 Bad Gateway", _HTML, "content-type: text/html"),
    "503": _replies("503 Service Unavailable", _BUSY),
    "503ra": _replies("503 Service Unavailable", _BUSY, "retry-after: 1"),
    "504": _replies("504 Gateway Timeout", b""),
    "401": _replies("401 Unauthorized", error("Incorrect API key provided", "invalid_api_key")),
    "403": _replies("403 Forbidden", error("not allowed", "request_forbidden")),
    "404model": _replies("404 Not Found", error("The model does not exist", "model_not_found")),
    "408": _replies("408 Request Timeout", error("slow")),
    "409": _replies("409 Conflict", error("lock")),
    "413": _replies("413 Payload Too Large", b"<html>413</html>"),
    "400bad": _replies("400 Bad Request", error("bad parameter", "invalid_request_error")),
    "400ctx": _replies(
        "400 Bad Request", error("This model's maximum context length is 2048 tokens", "context_length_exceeded")
    ),
    "reset_before": _reset_before,
    "reset_mid": _reset_mid,
    "halfclose": _half_close,
    "hang": _hang,
    "slowheaders": _slow_head,
    "drip": _drip,
    "truncated_body": _truncated,
    "bad_length": _short_length,
    "bad_gzip": _bad_gzip,
    "not_http": lambda wire, good: wire.send(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "tls_alert": lambda wire, good: wire.send(bytes.fromhex("15030300020228")),
}
"""What each fault does on the wire in place of the right reply; the connection is closed after it."""

SPOILT = frozenset({"reset_mid", "halfclose", "slowheaders", "drip", "truncated_body", "bad_length", "bad_gzip"})
"""Faults that strike an answer on its way: the teacher had made it, and may charge for it."""
