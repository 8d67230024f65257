"""What a broken server sends in place of HTTP is told in a fault, without the key that it echoes."""

import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable

import pytest

from sdg_flows.core.errors import GenerateError
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.backend import BackendError
from sdg_flows.teacher.http.http_backend import HttpBackend
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.settings import EndpointSettings
from teacher.local_server import http, local_server

CANARY = "sk-CANARY-0123456789abcdef"
ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in CANARY)
QUESTION = Request("r", 0, {}, messages=({"role": "user", "content": "q"},))


async def sent(line: HttpBackend) -> object:
    return read_reply(await line.send(QUESTION))


async def probed(line: HttpBackend) -> object:
    await line.probe()
    return line.model


def told(content: bytes, of: Callable[[HttpBackend], Awaitable[object]]) -> str:
    """Return what is told of a server that sends some bytes to a request with the key: what is read, or the error."""

    async def ask() -> str:
        async with local_server(lambda request: content) as server:
            line = HttpBackend(server.url, CANARY, EndpointSettings(model="m"))
            try:
                return repr(await of(line))
            except (BackendError, GenerateError) as fault:
                return "".join(traceback.format_exception(fault))
            finally:
                await line.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "content",
    [
        f"{CANARY} is no HTTP\r\n\r\n".encode(),
        f"HTTP/1.1 {CANARY} OK\r\n\r\n".encode(),
        f"HTTP/1.1 200 OK\r\n{CANARY}\r\n\r\n".encode(),
        f"HTTP/1.1 200 OK\r\ncontent-length: {CANARY}\r\n\r\n".encode(),
        f"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{CANARY}\r\n".encode(),
        http("200 OK", CANARY.encode(), "content-encoding: gzip"),
        http("400 Bad Request", json.dumps({"error": {"message": CANARY}}).encode()),
        http("401 Unauthorized", json.dumps({"error": {"message": CANARY}}).encode()),
        http("400 Bad Request", f'{{"error": {{"message": "{ESCAPED}"}}}}'.encode()),
    ],
    ids=["no HTTP", "status", "header", "length", "chunk", "gzip", "refusal", "key refused", "escaped refusal"],
)
@pytest.mark.parametrize("of", [sent, probed])
def test_no_fault_tells_the_key(content, of):
    assert CANARY not in told(content, of)
