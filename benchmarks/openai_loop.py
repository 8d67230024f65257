"""The same questions by the `openai` client alone, with a bound on requests in flight and nothing kept.

python benchmarks/openai_loop.py ENDPOINT SEEDS
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bare_loop import IN_FLIGHT
from openai import AsyncOpenAI, DefaultAioHttpClient


async def ask_all(endpoint: str, passages: list[str]) -> None:
    """Ask once for each passage."""
    waiting = iter(passages)
    async with AsyncOpenAI(base_url=endpoint, api_key="none", http_client=DefaultAioHttpClient()) as client:

        async def ask_in_turn() -> None:
            for passage in waiting:
                completion = await client.chat.completions.create(
                    model="mock-teacher", messages=[{"role": "user", "content": passage}], temperature=0.7
                )
                completion.choices[0].message.content  # noqa: B018  read as the bare loop reads it

        await asyncio.gather(*(ask_in_turn() for _ in range(IN_FLIGHT)))


def main() -> None:
    endpoint, seeds = sys.argv[1:]
    lines = Path(seeds).read_text(encoding="utf-8").splitlines()
    asyncio.run(ask_all(endpoint, [json.loads(line)["passage"] for line in lines]))


if __name__ == "__main__":
    main()
