import asyncio
import json

import pytest

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.http import prompt_lists
from sdg_flows.teacher.http.http_backend import HttpBackend
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher
from teacher.local_server import http, local_server

LONG = "too long"


@pytest.fixture(autouse=True)
def _at_a_high_rate(monkeypatch):
    """Let a few prompts be as many as make lists."""
    monkeypatch.setattr(prompt_lists, "PLENTY", 1e-9)


def questions(*prompts: str, **params: object) -> list[Request]:
    return [Request(f"r{at}", 0, {"temperature": 0.7, **params}, prompt=text) for at, text in enumerate(prompts)]


def body_of(text: str) -> dict:
    return json.loads(text.partition("\r\n\r\n")[2])


def answered(prompts: list[str]) -> bytes:
    choices = [{"index": at, "text": prompt.upper(), "finish_reason": "stop"} for at, prompt in enumerate(prompts)]
    usage = {"prompt_tokens": 10 * len(prompts), "completion_tokens": 0}
    return http("200 OK", json.dumps({"choices": choices[::-1], "usage": usage}).encode())


def refused(status: str, said: str) -> bytes:
    return http(status, json.dumps({"error": {"message": said}}).encode())


def takes_lists(text: str) -> bytes | None:
    prompt = body_of(text)["prompt"]
    prompts = prompt if isinstance(prompt, list) else [prompt]
    return refused("400 Bad", "maximum context") if LONG in prompts else answered(prompts)


def takes_none(status: str):
    def reply(text: str) -> bytes:
        prompt = body_of(text)["prompt"]
        return refused(status, "prompt must be a string") if isinstance(prompt, list) else answered([prompt])

    return reply


def answers_the_first(text: str) -> bytes:
    prompt = body_of(text)["prompt"]
    return answered([prompt[0] if isinstance(prompt, list) else prompt])


def asked(folder, reply, *rounds, **settings):
    """Ask about some requests after others; give their answers and the prompts of each HTTP request."""

    async def run():
        async with local_server(reply) as server:
            line = HttpBackend(server.url, "sk-key", TeacherSettings.model_validate({"model": "m", **settings}))
            teacher = Teacher(line, AnswerStore(folder / "answers.sqlite"), Pace(512, first=512))
            try:
                answers = [await teacher.answers(teacher.keyed(one)) for one in rounds]
            finally:
                await teacher.close()
            return answers, [body_of(text)["prompt"] for text in server.requests]

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def _without_an_opening(monkeypatch):
    """Let all requests out at once; the pace opens gently otherwise."""
    monkeypatch.setattr("sdg_flows.teacher.pacing.rate.FIRST_RATE", 1e6)


def lists_in(sent):
    return sorted(len(prompt) for prompt in sent if isinstance(prompt, list))


def test_prompts_go_together_and_each_has_its_answer(tmp_path):
    (_, answers), sent = asked(tmp_path, takes_lists, questions("x", "y"), questions(*"abcdefgh"))

    assert [answer.text for answer in answers] == list("ABCDEFGH")
    assert lists_in(sent) == [2, 8]
    assert sum(answer.usage.prompt_tokens for answer in answers) == 80


def test_an_answer_out_of_a_list_is_kept_under_the_key_of_its_prompt_alone(tmp_path):
    together = questions(*"abcd")
    (_, *again), sent = asked(tmp_path, takes_lists, together, *([one] for one in together))

    assert [(answer.text, answer.kept) for (answer,) in again] == [(letter, True) for letter in "ABCD"]
    assert sent == [list("abcd")]


def test_until_one_list_came_back_well_there_is_no_second(tmp_path):
    _, sent = asked(tmp_path, takes_lists, questions(*"abcdefgh"), prompts_a_request=4)

    assert lists_in(sent) == [4]
    assert len(sent) == 5


@pytest.mark.parametrize("status", ["400 Bad Request", "422 Unprocessable", "500 Internal Server Error"])
def test_a_server_that_refuses_lists_is_asked_prompt_by_prompt(tmp_path, status):
    rounds = [questions(*(f"{word}{at}" for at in range(4))) for word in "abcd"]
    answers, sent = asked(tmp_path, takes_none(status), *rounds)

    assert {answer.outcome for one in answers for answer in one} == {"ok"}
    assert lists_in(sent) == [2, 4]


def test_a_server_that_answers_the_first_prompt_of_a_list_gets_no_further_one(tmp_path):
    (first, second), sent = asked(tmp_path, answers_the_first, questions(*"abcd"), questions(*"efgh"))

    assert [answer.text for answer in (*first, *second)] == list("ABCDEFGH")
    assert lists_in(sent) == [4]


def test_a_prompt_that_is_too_long_is_rejected_and_its_neighbours_are_not(tmp_path):
    (_, answers, _), sent = asked(
        tmp_path, takes_lists, questions(*"xy"), questions("a", LONG, "b"), questions(*"cdefg")
    )

    assert [answer.outcome for answer in answers] == ["ok", "too_long", "ok"]
    assert lists_in(sent) == [2, 3, 5]


def test_a_prompt_at_which_the_server_hangs_takes_no_neighbour_with_it(tmp_path):
    def hangs(text: str) -> bytes | None:
        prompt = body_of(text)["prompt"]
        return None if "hang" in prompt else takes_lists(text)

    (_, answers), _ = asked(tmp_path, hangs, questions(*"xy"), questions("a", "hang", "b", "c"), deadline=0.3)

    assert [answer.outcome for answer in answers] == ["ok", "deadline", "ok", "ok"]


@pytest.mark.parametrize("params", [[{"temperature": 0.1}, {"temperature": 0.2}], [{"seed": 7}, {"seed": 7}]])
def test_other_parameters_and_seeds_keep_prompts_apart(tmp_path, params):
    requests = [questions(word, **one)[0] for word, one in zip("ab", params, strict=True)]
    (_, answers), sent = asked(tmp_path, takes_lists, questions(*"xy"), requests)

    assert [answer.text for answer in answers] == ["A", "B"]
    assert lists_in(sent) == [2]


def test_a_file_may_do_without_lists(tmp_path):
    _, sent = asked(tmp_path, takes_lists, questions(*"abcdefgh"), prompts_a_request=1)

    assert lists_in(sent) == []


def test_at_a_low_rate_prompts_go_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(prompt_lists, "PLENTY", 250)
    _, sent = asked(tmp_path, takes_lists, questions(*"abcdefgh"))

    assert lists_in(sent) == []
