"""A real server on loopback that answers each request with the bytes it is told, and remembers what it was sent."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class LocalServer:
    """Where the server is, and the text of each request it got."""

    url: str = ""
    requests: list[str] = field(default_factory=list)


def http(status: str, body: bytes, *headers: str) -> bytes:
    """Return a whole HTTP reply."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@asynccontextmanager
async def local_server(reply: Callable[[str], bytes | None]) -> AsyncGenerator[LocalServer, None]:
    """Serve while the context is open; clients must have closed before it ends.

    `reply` gets the request's text; None leaves the request without a reply.
    """
    told = LocalServer()
    answering: set[asyncio.Future[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.ensure_future(exchange(reader, writer)))

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(line.split(":")[1]) for line in head.lower().split("\r\n") if "content-length" in line), 0)
        told.requests.append(head + (await reader.readexactly(length)).decode())
        content = reply(told.requests[-1])
        if content is None:
            await reader.read()
        else:
            writer.write(content)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    told.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield told
    finally:
        server.close()
        await asyncio.gather(*answering)
