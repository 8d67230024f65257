"""A model server on loopback that answers from a digest of the prompt, and counts what it was asked."""

import asyncio
import hashlib
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

MODEL = "counting"


@dataclass
class Exchange:
    """One request as it came, when it came, and when the answer left."""

    prompt: str
    body: dict[str, Any]
    key: str
    arrived: float = field(default_factory=time.monotonic)
    answered: float | None = None


Fault = Callable[[Exchange], web.Response | None]


class CountingTeacher:
    """Speaks /v1/models and /v1/chat/completions; an answer is that of `fault`, else the right one.

    It comes after `latency` seconds; a shorter latency lets go of those that wait already.
    """

    def __init__(self) -> None:
        self.latency = 0.0
        self.fault: Fault = lambda exchange: None
        self.exchanges: list[Exchange] = []
        self._loop = asyncio.new_event_loop()
        self._port = 0
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def prompts(self) -> list[str]:
        return [exchange.prompt for exchange in self.exchanges]

    @property
    def most_at_once(self) -> int:
        """Return the most requests that were here at one time."""
        moves = [(one.arrived, 1) for one in self.exchanges]
        moves += [(one.answered, -1) for one in self.exchanges if one.answered is not None]
        here = most = 0
        for _, move in sorted(moves):
            here += move
            most = max(most, here)
        return most

    @property
    def asked_again(self) -> int:
        """Return how many requests had a prompt that was asked before."""
        return len(self.prompts) - len(set(self.prompts))

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Come back when so many different prompts have come."""
        deadline = time.monotonic() + seconds
        while len(set(self.prompts)) < count:
            assert time.monotonic() < deadline, f"{len(set(self.prompts))} of {count} prompts came in {seconds} s"
            time.sleep(0.005)

    def start(self) -> None:
        self._thread.start()
        self._up.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes([web.get("/v1/models", self._models), web.post("/v1/chat/completions", self._chat)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        self._loop.run_until_complete(self._listen(runner))
        self._up.set()
        self._loop.run_forever()
        for waiting in asyncio.all_tasks(self._loop):
            waiting.cancel()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _listen(self, runner: web.AppRunner) -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port = runner.addresses[0][1]

    async def _models(self, request: web.Request) -> web.Response:
        greeting = Exchange("/v1/models", {}, _key(request))
        return self.fault(greeting) or web.json_response({"data": [{"id": MODEL}]})

    async def _chat(self, request: web.Request) -> web.Response:
        body = await request.json()
        exchange = Exchange(body["messages"][0]["content"], body, _key(request))
        self.exchanges.append(exchange)
        while time.monotonic() < exchange.arrived + self.latency:
            await asyncio.sleep(0.01)
        exchange.answered = time.monotonic()
        return self.fault(exchange) or web.json_response(completion(exchange.prompt))


def answer_to(prompt: str) -> str:
    """Return what is answered to a prompt: the same text to the same prompt, with a score from 0 to 4."""
    digest = hashlib.sha256(prompt.encode()).hexdigest()
    return f"<question>What of {digest[:12]}?</question> Answer: It is {digest[:12]}. Score: {int(digest, 16) % 5}"


def completion(prompt: str) -> dict[str, Any]:
    text = answer_to(prompt)
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": len(prompt.split()), "completion_tokens": len(text.split())}
    return {"object": "chat.completion", "model": MODEL, "choices": [choice], "usage": usage}


def said(text: str, finish_reason: str = "stop") -> web.Response:
    """Return an answer of the given text."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return web.json_response({"object": "chat.completion", "model": MODEL, "choices": [choice]})


def failing(status: int, said: str) -> web.Response:
    """Return a refusal in the form of the API, which asks to be asked again at once."""
    error = {"error": {"message": said, "type": "made_for_a_test", "code": None}}
    return web.json_response(error, status=status, headers={"retry-after-ms": "10"})


@contextmanager
def counting_teacher() -> Generator[CountingTeacher, None, None]:
    counting = CountingTeacher()
    counting.start()
    try:
        yield counting
    finally:
        counting.stop()


@pytest.fixture
def teacher() -> Iterator[CountingTeacher]:
    with counting_teacher() as counting:
        yield counting


def _key(request: web.Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")
