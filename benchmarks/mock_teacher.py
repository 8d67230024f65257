"""A mock of an OpenAI-compatible server with a known limit: `slots` requests at once, each `latency` long.

python benchmarks/mock_teacher.py --port 8000 --slots 256 --latency-ms 500

More than `slots` requests wait in order, as with vLLM. A slot that becomes free takes the next request from the moment
that it became free, so the limit of slots / latency is the server's own and does not depend on this program's speed.
Answers depend on the prompt (see mock_answers.py). GET /stats gives the counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from mock_answers import MODEL, TAGGED, answer

LINES = {200: b"200 OK", 404: b"404 Not Found", 411: b"411 Length Required", 429: b"429 Too Many Requests"}
FIRST = 10


@dataclass
class Stats:
    """What the server has seen. Times are seconds since 1970; `slot_seconds` is the time that slots were busy.

    A request takes one slot, also with a list of prompts; `answered` counts prompts. `first_requests` are the times of
    the first ten, since some clients try the server first.
    """

    last_greeting: float | None = None
    requests: int = 0
    refused: int = 0
    answered: int = 0
    first_request: float | None = None
    first_requests: list[float] = field(default_factory=list[float])
    last_answer: float | None = None
    in_flight: int = 0
    peak_in_flight: int = 0
    slot_seconds: float = 0.0


class Job(NamedTuple):
    """A request with the server."""

    connection: Connection
    path: bytes
    body: bytes


@dataclass
class RateLimit:
    """Requests a second, beyond which there are 429: a bucket that holds `burst`, or windows of one second each."""

    rate: float
    burst: float
    header: bytes
    windows: bool
    _allowed: float = 0.0
    _at: float = 0.0

    def takes(self, now: float) -> bool:
        """Say whether one more request is within the limit."""
        if self.windows:
            self._allowed = self._allowed if int(now) == int(self._at) else self.rate
        else:
            self._allowed = min(self.burst, self._allowed + (now - self._at) * self.rate)
        self._at = now
        taken = self._allowed >= 1
        self._allowed -= taken
        return taken


class Slots:
    """The places where requests run. All take equally long, so they end in the order in which they began."""

    def __init__(self, places: int, seconds: float, limit: RateLimit | None, said: str = TAGGED) -> None:
        self.stats = Stats()
        self._said = said
        self._places, self._seconds, self._limit = places, seconds, limit
        self._running: deque[tuple[float, Job]] = deque()
        self._waiting: deque[Job] = deque()
        self._timed = False

    def take(self, job: Job) -> None:
        """Run a request, let it wait, or refuse it."""
        stats = self.stats
        stats.requests += 1
        stats.first_request = stats.first_request or time.time()
        if len(stats.first_requests) < FIRST:
            stats.first_requests.append(time.time())
        if self._limit and not self._limit.takes(time.monotonic()):
            stats.refused += 1
            body = b'{"error": {"message": "too many requests", "type": "rate"}}'
            return job.connection.send(429, body, self._limit.header)
        stats.in_flight += 1
        stats.peak_in_flight = max(stats.peak_in_flight, stats.in_flight)
        if len(self._running) < self._places:
            self._run(job, time.monotonic())
        else:
            self._waiting.append(job)
        return None

    def _run(self, job: Job, began: float) -> None:
        self._running.append((began + self._seconds, job))
        if not self._timed:
            self._timed = True
            asyncio.get_running_loop().call_at(began + self._seconds, self._end_those_due)

    def _end_those_due(self) -> None:
        running, now = self._running, time.monotonic()
        while running and running[0][0] <= now:
            ended, job = running.popleft()
            if self._waiting:
                running.append((ended + self._seconds, self._waiting.popleft()))
            prompts, body = answer(job.path, job.body, self._said)
            job.connection.send(200, body)
            self._count_answers(prompts)
        self._timed = bool(running)
        if running:
            asyncio.get_running_loop().call_at(running[0][0], self._end_those_due)

    def _count_answers(self, prompts: int) -> None:
        self.stats.answered += prompts
        self.stats.in_flight -= 1
        self.stats.slot_seconds += self._seconds
        self.stats.last_answer = time.time()


class Connection(asyncio.Protocol):
    """One connection, kept open; requests with a Content-Length only."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where replies go."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """Route every request that is whole."""
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[:end]
            length = _content_length(head)
            if len(self._got) < end + 4 + length:
                return
            body, self._got = self._got[end + 4 : end + 4 + length], self._got[end + 4 + length :]
            self._route(head, body)

    def _route(self, head: bytes, body: bytes) -> None:
        method, path, _ = head.split(b" ", 2)
        if method == b"POST" and b"transfer-encoding:" in head.lower():
            self.send(411, b"{}")
        elif path in (b"/v1/chat/completions", b"/v1/completions"):
            self._slots.take(Job(self, path, body))
        elif path == b"/v1/models":
            self._slots.stats.last_greeting = time.time()
            self.send(200, json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}).encode())
        elif path == b"/stats":
            self.send(200, json.dumps(asdict(self._slots.stats)).encode())
        else:
            self.send(404, b"{}")

    def send(self, status: int, body: bytes, headers: bytes = b"") -> None:
        """Send a reply."""
        head = b"HTTP/1.1 %b\r\ncontent-type: application/json\r\n%bcontent-length: %d\r\n\r\n"
        self._transport.write(head % (LINES[status], headers, len(body)) + body)


def _content_length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


async def serve(port: int, slots: Slots) -> None:
    """Serve on loopback until the process ends; says where in one line, which is how a free port (0) is learnt."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(slots), "127.0.0.1", port, backlog=2048)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


def main() -> None:
    flags = argparse.ArgumentParser(description="Serve a mock teacher on loopback.")
    flags.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    flags.add_argument("--slots", type=int, default=256, help="requests that run at one time (default: 256)")
    flags.add_argument("--latency-ms", type=float, default=500, help="how long each runs (default: 500)")
    flags.add_argument("--rate-limit", type=float, metavar="N", help="requests a second; more get 429 (default: none)")
    flags.add_argument("--burst", type=float, metavar="N", help="what the limit holds (default: one second's worth)")
    flags.add_argument("--windows", action="store_true", help="count the limit in fixed windows of one second")
    flags.add_argument("--retry-after", metavar="S", default="1", help="seconds said with a 429; 0: none (default: 1)")
    flags.add_argument("--answer", type=Path, metavar="FILE", help="says what answers are: MARK is the prompt's own")
    chosen = flags.parse_args()
    header = b"" if chosen.retry_after == "0" else f"retry-after: {chosen.retry_after}\r\n".encode()
    rate = chosen.rate_limit
    limit = RateLimit(rate, chosen.burst or rate, header, chosen.windows) if rate else None
    said = chosen.answer.read_text(encoding="utf-8") if chosen.answer else TAGGED
    asyncio.run(serve(chosen.port, Slots(chosen.slots, chosen.latency_ms / 1000, limit, said)))


if __name__ == "__main__":
    main()
