"""A key that the server echoes in every way: it is looked for in all that a run writes, prints and tells."""

from secrets import token_hex

import pytest
from aiohttp import web

from cli.commands import ended
from orchestrate.counting_teacher import Exchange, failing, said
from security.written import everything_written, kept_replies, told_by_prefect

GREETING = "/v1/models"


def page(exchange: Exchange) -> web.Response:
    return web.Response(text=f"<html>{exchange.key}</html>", content_type="text/html")


def elsewhere(exchange: Exchange) -> web.Response:
    return web.Response(status=302, headers={"location": f"/v1/{exchange.key}"})


ECHOES = {
    0: lambda exchange: failing(400, f"not with {exchange.key}"),
    1: lambda exchange: failing(500, f"not with {exchange.key}"),
    2: lambda exchange: said(f"<question>What is {exchange.key}?</question>"),
    3: lambda exchange: said(f"no tag but {exchange.key}"),
    4: lambda exchange: said(exchange.key, exchange.key),
    5: page,
    6: elsewhere,
    7: lambda exchange: web.json_response({"error": exchange.key}),
    8: lambda exchange: failing(413, f"too long: {exchange.key}"),
}
"""How a request about a topic is answered, by the topic's number."""


@pytest.fixture
def canary() -> str:
    """Return a key that no other test has."""
    return f"sk-CANARY-{token_hex(8)}"


@pytest.fixture
def found(project, prefect_server, start, canary):
    """Return a function that runs the project with the key; it gives the exit code and every place where the key is."""

    def run() -> tuple[int, list[str]]:
        end = ended(start(*project.arguments, OPENAI_API_KEY=canary))
        places = [
            ("standard output", end.out.encode()),
            ("standard error", end.err.encode()),
            *everything_written(project),
            *told_by_prefect(prefect_server),
        ]
        assert {"flow_runs", "task_runs", "logs"} <= {place for place, _ in places}
        return end.code, sorted({place for place, content in places if canary.encode() in content})

    return run


def about(exchange: Exchange) -> int:
    """Return the number of the topic that a question is to be written about, -1 for other requests."""
    words = exchange.prompt.partition("Write a question like What is topic ")[2]
    return int(words[:4]) if words else -1


def test_a_key_that_answers_echo_is_nowhere(teacher, found, canary):
    def echo(exchange: Exchange):
        assert exchange.key == canary
        echoed = ECHOES.get(about(exchange))
        return echoed(exchange) if echoed else None

    teacher.fault = echo

    assert found() == (0, [])


@pytest.mark.parametrize("at_greeting", [True, False], ids=["at the start", "later"])
def test_a_key_that_is_refused_and_echoed_is_nowhere(teacher, found, at_greeting):
    def refuse(exchange: Exchange):
        return failing(401, f"not with {exchange.key}") if at_greeting == (exchange.prompt == GREETING) else None

    teacher.fault = refuse

    assert found() == (4, [])


def test_what_the_server_said_is_kept_without_the_key(project, teacher, sdg_flows, monkeypatch, canary):
    monkeypatch.setenv("OPENAI_API_KEY", canary)
    teacher.fault = lambda exchange: None if exchange.prompt == GREETING else failing(400, f"not with {exchange.key}")
    sdg_flows(*project.arguments)

    replies = kept_replies(project.folder / "work" / "answers.sqlite")
    assert len(replies) == 19
    assert all(b"not with ***" in reply for reply in replies)
