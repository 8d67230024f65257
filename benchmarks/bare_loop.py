"""The least that a client can do: aiohttp, a bound on requests in flight, nothing kept. The yardstick of throughput.py.

python benchmarks/bare_loop.py ENDPOINT SEEDS
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import aiohttp

IN_FLIGHT = 512


async def ask_all(endpoint: str, passages: list[str]) -> None:
    """Ask once for each passage."""
    waiting = iter(passages)
    connector = aiohttp.TCPConnector(limit=IN_FLIGHT)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask_in_turn() -> None:
            for passage in waiting:
                body = {"model": "mock-teacher", "messages": [{"role": "user", "content": passage}], "temperature": 0.7}
                async with session.post(f"{endpoint}/chat/completions", json=body) as reply:
                    (await reply.json())["choices"][0]["message"]["content"]

        await asyncio.gather(*(ask_in_turn() for _ in range(IN_FLIGHT)))


def main(ask: Callable[[str, list[str]], Coroutine[None, None, None]]) -> None:
    """Ask the endpoint of the command line about the passages of the file named after it."""
    endpoint, seeds = sys.argv[1:]
    lines = Path(seeds).read_text(encoding="utf-8").splitlines()
    asyncio.run(ask(endpoint, [json.loads(line)["passage"] for line in lines]))


if __name__ == "__main__":
    main(ask_all)
