"""A limit on the length of a reply's body."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

MAX_BODY = 64 * 1024 * 1024
"""Bytes; a longer reply is cut off, and its connection closed."""


async def limit_body(response: httpx2.Response) -> None:
    """Put the limit on a response that has not been read yet."""
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _LimitedStream(response.stream)


class _LimitedStream(httpx2.AsyncByteStream):
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
