"""A model server on loopback that misbehaves on demand, and writes down every call that it gets.

python -m faults.server [--latency-ms 50]     (in the folder tests; prints its address)

The model of a request names the fault: see `naming`, `transports` and `contents`; any other name is no fault.
GET /log gives the calls: the `mark` of the prompt, which also stands in its answer, the `number` of the call of that
prompt, and when it `arrived` and its reply `left`, null when it did not; seconds of the monotonic clock.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from faults.answers import mark_of
from faults.contents import CONTENTS, UNANSWERED, good_body
from faults.naming import fault_name
from faults.transports import SPOILT, TRANSPORTS, Wire, head


@dataclass
class Call:
    """One request as it came: its prompt, how often that prompt had come with it, and when the reply left.

    `paid` is True when the teacher had made an answer, whatever became of it on its way.
    """

    prompt: str
    model: str
    number: int
    arrived: float = field(default_factory=time.monotonic)
    left: float | None = None
    paid: bool = False

    @property
    def told(self) -> dict[str, object]:
        """Return what the log says of it."""
        return {"mark": mark_of(self.prompt), "number": self.number, "arrived": self.arrived, "left": self.left}


class FaultServer:
    """The server, in the event loop that it is opened in. A good reply leaves `latency` seconds after its request.

    `greeting` is the fault that /v1/models has. While `location` is set, each POST is sent on to there. After
    `gone_after` calls each further one is reset.
    """

    def __init__(self, latency: float = 0.0, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.latency = latency
        self.greeting: str | None = None
        self.location: str | None = None
        self.gone_after: int | None = None
        self.calls: list[Call] = []
        self.open_connections = 0
        self.port = port
        self._tls = tls
        self._times: Counter[tuple[str, str]] = Counter()
        self._serving: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Return the address that --endpoint takes."""
        return f"https://localhost:{self.port}/v1" if self._tls else f"http://127.0.0.1:{self.port}/v1"

    async def open(self) -> None:
        """Listen: on a free port, and on the same one when the server was there before."""
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", self.port, limit=2**24, ssl=self._tls, backlog=1024
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and let every connection drop."""
        if self._server:
            self._server.close()
        for one in tuple(self._serving):
            one.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection in a task of its own, so that closing the server can end it."""
        serving = asyncio.ensure_future(self._served(Wire(reader, writer)))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)

    async def _served(self, wire: Wire) -> None:
        self.open_connections += 1
        try:
            while await self._replied(wire):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_connections -= 1
            wire.writer.close()

    async def _replied(self, wire: Wire) -> bool:
        """Take one request and reply; say whether the connection stays open."""
        top = (await wire.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = dict(line.lower().split(": ", 1) for line in top.split("\r\n")[1:] if ": " in line)
        body = await wire.reader.readexactly(int(lines.get("content-length", 0)))
        if top.startswith("GET"):
            return await self._told(wire, top.split(" ")[1])
        asked = json.loads(body)
        call = self._noted(asked)
        stays = await self._answered(wire, call)
        call.left = time.monotonic()
        return stays

    async def _told(self, wire: Wire, path: str) -> bool:
        """Reply to what is free: the log, and a list of models that names none."""
        if self.greeting and path != "/log":
            await TRANSPORTS[self.greeting](wire, b"")
            return False
        said = [call.told for call in self.calls] if path == "/log" else {"object": "list", "data": []}
        await _send_ok(wire, json.dumps(said).encode())
        return True

    def _noted(self, asked: dict[str, Any]) -> Call:
        prompt = json.dumps(asked.get("messages") or asked.get("prompt"))
        self._times[prompt, asked["model"]] += 1
        self.calls.append(Call(prompt, asked["model"], self._times[prompt, asked["model"]]))
        return self.calls[-1]

    async def _answered(self, wire: Wire, call: Call) -> bool:
        if self.location:
            await wire.send(head("302 Found", 0, f"location: {self.location}"))
            return True
        if self.gone_after is not None and len(self.calls) > self.gone_after:
            wire.reset()
            raise ConnectionResetError
        named = fault_name(call.model)
        strikes = named.strikes(call.prompt, call.number)
        call.paid = not strikes or named.fault in SPOILT | CONTENTS.keys() - UNANSWERED
        if strikes and named.fault in TRANSPORTS:
            await TRANSPORTS[named.fault](wire, good_body(call.prompt))
            return False
        await asyncio.sleep(self.latency)
        faulty = CONTENTS.get(named.fault) if strikes else None
        await _send_ok(wire, (faulty or good_body)(call.prompt))
        return True


async def _send_ok(wire: Wire, body: bytes) -> None:
    await wire.send(head("200 OK", len(body), "content-type: application/json") + body)


async def _serve(latency: float) -> None:
    server = FaultServer(latency)
    await server.open()
    print(server.url, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    flags = argparse.ArgumentParser(description="Serve a teacher with faults on loopback.")
    flags.add_argument("--latency-ms", type=float, default=0, help="how long a good reply takes (default: 0)")
    asyncio.run(_serve(flags.parse_args().latency_ms / 1000))
