"""What one request costs the asking process, by the client that sends it: all against one mock server in one run.

python benchmarks/clients.py [--requests 3000] [--in-flight 64] [--rounds 3]

The clients take turns, `rounds` times; each figure is the median. CPU is this process's own; the server is another
process and has no latency. `ours` is `HttpBackend.send`, as the teacher calls it, for chat and for texts on
/v1/completions, these alone and in lists as long as a run would make them. Ratios are to the bare post.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeAlias

import aiohttp
import httpx2
from case import PASSAGE
from mock_process import mock_teacher
from openai import AsyncOpenAI, DefaultAioHttpClient

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.http.http_backend import HttpBackend
from sdg_flows.teacher.settings import TeacherSettings

Send: TypeAlias = Callable[[str], Awaitable[object]]

MODEL = "mock-teacher"
KEY = "sk-of-no-server"


def chat(passage: str) -> dict[str, Any]:
    """Return the body that every client sends."""
    return {"model": MODEL, "messages": [{"role": "user", "content": passage}], "temperature": 0.7}


@asynccontextmanager
async def bare(url: str) -> AsyncGenerator[Send, None]:
    """Post with aiohttp and read the JSON."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def send(passage: str) -> object:
            async with session.post(f"{url}/chat/completions", json=chat(passage)) as reply:
                return await reply.json()

        yield send


@asynccontextmanager
async def openai_default(url: str) -> AsyncGenerator[Send, None]:
    """Use the `openai` client as its documentation does."""
    async with AsyncOpenAI(base_url=url, api_key=KEY, max_retries=0) as client:
        yield lambda passage: client.chat.completions.create(**chat(passage))


@asynccontextmanager
async def openai_aiohttp(url: str) -> AsyncGenerator[Send, None]:
    """Use the `openai` client on its aiohttp transport."""
    async with AsyncOpenAI(base_url=url, api_key=KEY, max_retries=0, http_client=DefaultAioHttpClient()) as client:
        yield lambda passage: client.chat.completions.create(**chat(passage))


@asynccontextmanager
async def openai_raw(url: str) -> AsyncGenerator[Send, None]:
    """Use the `openai` client on its aiohttp transport with raw responses, as cheaply as it can be used."""
    async with AsyncOpenAI(base_url=url, api_key=KEY, max_retries=0, http_client=DefaultAioHttpClient()) as client:

        async def send(passage: str) -> object:
            reply = await client.post("/chat/completions", cast_to=httpx2.Response, body=chat(passage))
            return json.loads(reply.content)

        yield send


@asynccontextmanager
async def ours(url: str) -> AsyncGenerator[Send, None]:
    """Use the line that the teacher uses."""
    line = HttpBackend(url, KEY, TeacherSettings(model=MODEL))
    try:
        yield lambda passage: line.send(
            Request("r", 0, {"temperature": 0.7}, messages=({"role": "user", "content": passage},))
        )
    finally:
        await line.close()


@asynccontextmanager
async def texts(url: str, most: int) -> AsyncGenerator[Send, None]:
    """Use the line that the teacher uses for texts, at most so many in a request."""
    line = HttpBackend(url, KEY, TeacherSettings(model=MODEL, prompts_a_request=most))
    try:
        yield lambda passage: line.send(Request("r", 0, {"temperature": 0.7}, prompt=passage))
    finally:
        await line.close()


CLIENTS: dict[str, Callable[[str], AbstractAsyncContextManager[Send]]] = {
    "aiohttp": bare,
    "ours": ours,
    "ours, texts alone": partial(texts, most=1),
    "ours, lists of up to 8": partial(texts, most=8),
    "ours, lists of up to 32": partial(texts, most=32),
    "openai, raw post, aiohttp": openai_raw,
    "openai, aiohttp": openai_aiohttp,
    "openai": openai_default,
}


async def cpu_ms_a_request(client: str, url: str, requests: int, in_flight: int) -> float:
    """Send requests with a client, `in_flight` at a time, after one that opens the way."""
    waiting: Iterator[int] = iter(range(requests))
    async with CLIENTS[client](url) as send:

        async def send_in_turn() -> None:
            for number in waiting:
                await send(PASSAGE.format(number=number) * 6)

        await send(PASSAGE)
        began = time.process_time()
        await asyncio.gather(*(send_in_turn() for _ in range(in_flight)))
        return 1000 * (time.process_time() - began) / requests


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure the CPU of one request by client.")
    flags.add_argument("--requests", type=int, default=3000, help="requests a client and round (default: 3000)")
    flags.add_argument("--in-flight", type=int, default=64, help="requests at one time (default: 64)")
    flags.add_argument("--rounds", type=int, default=3, help="turns of each client (default: 3)")
    chosen = flags.parse_args()
    seen: dict[str, list[float]] = {client: [] for client in CLIENTS}
    with mock_teacher(chosen.in_flight, 0) as mock:
        for _ in range(chosen.rounds):
            for client, figures in seen.items():
                figures.append(asyncio.run(cpu_ms_a_request(client, mock.url, chosen.requests, chosen.in_flight)))
    medians = {client: statistics.median(figures) for client, figures in seen.items()}
    ratios = {client: round(median / medians["aiohttp"], 1) for client, median in medians.items()}
    print(json.dumps({"cpu_ms_a_request": {name: round(ms, 3) for name, ms in medians.items()}, "ratio": ratios}))


if __name__ == "__main__":
    main()
