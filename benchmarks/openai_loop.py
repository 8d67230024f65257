"""The same questions by the `openai` client alone, with a bound on requests in flight and nothing kept.

python benchmarks/openai_loop.py ENDPOINT SEEDS
"""

from __future__ import annotations

import asyncio

from bare_loop import IN_FLIGHT, main
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


if __name__ == "__main__":
    main(ask_all)
