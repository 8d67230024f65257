import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from sdg_flows.core.errors import EndpointDown, GenerateError, SettingsError, TeacherStopped
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.backend import BackendError, Reply
from sdg_flows.teacher.http import body_limit
from sdg_flows.teacher.http.http_backend import HttpBackend, public_url
from sdg_flows.teacher.http.http_session import retry_after
from sdg_flows.teacher.settings import TeacherSettings
from teacher.local_server import LocalServer, http, local_server

KEY = "sk-canary-0123456789"
ASK = Request("r0", 0, {"temperature": 0.7}, messages=({"role": "user", "content": "hi"},))
Given = TypeVar("Given")


def at_a_server(
    reply: Callable[[str], bytes | None], act: Callable[[HttpBackend], Awaitable[Given]], **settings: object
) -> tuple[Given, LocalServer]:
    async def run() -> tuple[Given, LocalServer]:
        async with local_server(reply) as server:
            line = HttpBackend(server.url, KEY, TeacherSettings.model_validate({"model": "m", **settings}))
            try:
                return await act(line), server
            finally:
                await line.close()

    return asyncio.run(run())


def sent(reply: bytes | None, request: Request = ASK, **settings: object) -> Reply:
    return at_a_server(lambda text: reply, lambda line: line.send(request), **settings)[0]


def probed(reply: bytes, model: str | None) -> HttpBackend:
    async def probe(line: HttpBackend) -> HttpBackend:
        await line.probe()
        return line

    return at_a_server(lambda text: reply, probe, model=model)[0]


def models(*names: str) -> bytes:
    return http("200 OK", json.dumps({"data": [{"id": name} for name in names]}).encode())


def test_a_reply_comes_back_as_it_was_sent():
    assert sent(http("200 OK", b'{"choices": []}')) == Reply(200, b'{"choices": []}')


def test_a_refusal_is_a_reply_with_its_wait():
    assert sent(http("429 Too Many Requests", b"busy", "retry-after: 7")) == Reply(429, b"busy", 7.0)


@pytest.mark.parametrize(
    ("request_", "path"),
    [(ASK, "POST /v1/chat/completions"), (Request("r", 0, {}, prompt="p"), "POST /v1/completions")],
)
def test_chat_and_completions_go_to_their_own_address(request_, path):
    _, server = at_a_server(lambda text: http("200 OK", b"{}"), lambda line: line.send(request_))

    assert server.requests[0].startswith(path)
    assert f"authorization: Bearer {KEY}".lower() in server.requests[0].lower()


def test_a_pooling_request_goes_beside_v1_without_sampling():
    pooled = Request("r", 0, {"temperature": 0}, messages=ASK.messages, pooling=True)
    _, server = at_a_server(lambda text: http("200 OK", b"{}"), lambda line: line.send(pooled))

    assert server.requests[0].startswith("POST /pooling ")
    assert json.loads(server.requests[0].rpartition("\n")[2]) == {"model": "m", "messages": list(ASK.messages or ())}


CHOICE = Request("r", 0, {"structured_outputs": {"choice": ["YES", "NO"]}}, messages=ASK.messages)


def of_vllm(version: bytes) -> Callable[[str], bytes]:
    def reply(text: str) -> bytes:
        if text.startswith("GET /version"):
            return http("200 OK", version)
        return http("200 OK", b'{"data": [{"id": "m", "owned_by": "vllm"}]}')

    return reply


async def probe_and_choose(line: HttpBackend) -> Reply:
    await line.probe()
    return await line.send(CHOICE)


@pytest.mark.parametrize(
    ("version", "name"),
    [
        (b'{"version": "0.11.0"}', "guided_choice"),
        (b'{"version": "0.13.1"}', "structured_outputs"),
        (b"", "structured"),
    ],
)
def test_a_choice_is_sent_in_the_words_of_the_server_that_was_greeted(version, name):
    _, server = at_a_server(of_vllm(version), probe_and_choose)

    assert f'"{name}' in server.requests[-1]


def test_a_choice_that_an_unknown_server_wraps_comes_back_bare():
    wrapped = b'{"choices": [{"message": {"content": "{\\"answer\\": \\"YES\\"}"}}]}'

    assert json.loads(sent(http("200 OK", wrapped), CHOICE).body) == {"choices": [{"message": {"content": "YES"}}]}


def test_one_attempt_is_one_request():
    _, server = at_a_server(lambda text: http("500 Oops", b"boom"), lambda line: line.send(ASK))

    assert len(server.requests) == 1


def test_the_server_is_told_nothing_about_this_machine():
    _, server = at_a_server(lambda text: http("200 OK", b"{}"), lambda line: line.send(ASK))

    assert "x-stainless" not in server.requests[0].lower()


def test_a_redirect_is_not_followed():
    reply = http("302 Found", b"", "location: http://127.0.0.1:9/elsewhere")

    assert sent(reply).status == 302


def test_the_key_is_taken_out_of_what_the_server_echoes():
    assert sent(http("400 Bad Request", f"no: {KEY}".encode())) == Reply(400, b"no: ***")


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [(None, "deadline"), (b"", "transport"), (b"SSH-2.0-OpenSSH_9\r\n", "transport")],
)
def test_what_is_no_reply_is_a_fault_of_the_line(reply, outcome):
    with pytest.raises(BackendError) as fault:
        sent(reply, deadline=0.5)
    assert fault.value.outcome == outcome


def test_a_reply_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(body_limit, "MAX_BODY", 1000)

    with pytest.raises(BackendError, match="longer than 1000 bytes"):
        sent(http("200 OK", b"x" * 5000))


def test_the_only_model_served_is_taken():
    assert probed(models("tiny"), None).model == "tiny"


@pytest.mark.parametrize(
    ("reply", "model", "kind", "said"),
    [
        (models("mixtral-8x7b", "granite"), "mixtral-8x7B", SettingsError, "Did you mean 'mixtral-8x7b'?"),
        (models("a", "b"), None, SettingsError, "name the model with --model. Served there: a, b"),
        (http("401 Unauthorized", b"wrong key"), "m", TeacherStopped, "refuses the key"),
    ],
)
def test_what_will_not_work_is_found_before_anything_is_asked(reply, model, kind, said):
    with pytest.raises(GenerateError, match=said.replace("?", r"\?")) as error:
        probed(reply, model)
    assert isinstance(error.value, kind)


def test_an_endpoint_that_lists_no_models_is_taken_at_its_word():
    assert probed(http("404 Not Found", b""), "m").model == "m"


def test_nobody_at_the_address_is_said_in_one_sentence():
    async def probe() -> None:
        line = HttpBackend("http://127.0.0.1:9/v1", KEY, TeacherSettings(model="m"))
        try:
            await line.probe()
        finally:
            await line.close()

    with pytest.raises(EndpointDown, match=r"^http://127\.0\.0\.1:9/v1: nobody answers there .* nothing was asked\.$"):
        asyncio.run(probe())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_servers_wait_is_read_in_each_form(headers, seconds):
    assert retry_after(headers) == seconds


def test_an_address_is_shown_without_credentials():
    assert public_url("https://user:secret@host:8000/v1/?key=x") == "https://host:8000/v1"
