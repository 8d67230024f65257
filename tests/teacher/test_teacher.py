import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sdg_flows.core.errors import EndpointDown, Interrupted, TeacherStopped
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.backend import BackendError, Reply
from sdg_flows.teacher.endpoint import Endpoint
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.teacher import Teacher
from teacher.scripted import ScriptedBackend
from teacher.virtual_time import in_virtual_time

BUSY = Reply(429, b"", retry_after=0.01)


def questions(count: int, temperature: float = 0.7) -> list[Request]:
    return [
        Request(f"r{at}", 0, {"temperature": temperature}, messages=({"role": "user", "content": f"q{at}"},))
        for at in range(count)
    ]


def asked(folder: Path, line: ScriptedBackend, requests: list[Request], fresh: int = 0) -> list[Answer]:
    async def ask() -> list[Answer]:
        teacher = Teacher(line, AnswerStore(folder / "answers.sqlite"), Pace(8), fresh=fresh)
        try:
            return await teacher.answers(teacher.keyed(requests))
        finally:
            await teacher.close()

    return asyncio.run(ask())


def echo(request: Request) -> str:
    assert request.messages is not None
    return request.messages[0]["content"].upper()


def failing_first(times: int, with_what: Reply) -> Callable[[Request], str | Reply]:
    seen: dict[str, int] = {}

    def reply(request: Request) -> str | Reply:
        seen[request.row_id] = seen.get(request.row_id, 0) + 1
        return with_what if seen[request.row_id] <= times else echo(request)

    return reply


def test_answers_come_in_the_order_of_the_requests(tmp_path):
    answers = asked(tmp_path, ScriptedBackend(echo), questions(20))

    assert [answer.text for answer in answers] == [f"Q{at}" for at in range(20)]


def test_what_was_answered_once_is_not_asked_again(tmp_path):
    first, second = ScriptedBackend(echo), ScriptedBackend(echo)
    before = asked(tmp_path, first, questions(5))
    after = asked(tmp_path, second, questions(5))

    assert second.asked == []
    assert [answer.text for answer in after] == [answer.text for answer in before]
    assert all(answer.kept for answer in after)


def test_a_fresh_draw_asks_everything_again(tmp_path):
    asked(tmp_path, ScriptedBackend(echo), questions(5))
    again = ScriptedBackend(echo)
    asked(tmp_path, again, questions(5), fresh=1)

    assert len(again.asked) == 5


def test_equal_requests_at_temperature_zero_are_asked_once(tmp_path):
    line = ScriptedBackend(echo)
    same = [replace(request, messages=({"role": "user", "content": "q"},)) for request in questions(4, temperature=0.0)]
    answers = asked(tmp_path, line, same)

    assert len(line.asked) == 1
    assert [(answer.row_id, answer.text, answer.kept) for answer in answers] == [
        ("r0", "Q", False),
        ("r1", "Q", True),
        ("r2", "Q", True),
        ("r3", "Q", True),
    ]


@pytest.mark.parametrize("trouble", [BUSY, Reply(500, b"boom", retry_after=0.01), Reply(503, b"", retry_after=0.01)])
def test_passing_trouble_is_asked_again(tmp_path, trouble):
    line = ScriptedBackend(failing_first(2, trouble))
    answers = asked(tmp_path, line, questions(3))

    assert [answer.outcome for answer in answers] == ["ok", "ok", "ok"]
    assert len(line.asked) == 9


def test_a_row_that_always_breaks_the_server_is_an_answer_and_not_an_error(tmp_path):
    poison = ScriptedBackend(lambda request: Reply(500, b"boom", 0.001) if request.row_id == "r1" else echo(request))
    answers = asked(tmp_path, poison, questions(3))

    assert [answer.outcome for answer in answers] == ["ok", "server", "ok"]
    assert answers[1].detail == "HTTP 500: boom"


def test_passing_trouble_is_not_kept(tmp_path):
    asked(tmp_path, ScriptedBackend(lambda request: Reply(500, b"boom", 0.001)), questions(1))

    assert asked(tmp_path, ScriptedBackend(echo), questions(1))[0].text == "Q0"


def test_a_request_that_the_server_refuses_for_good_is_not_asked_again(tmp_path):
    asked(tmp_path, ScriptedBackend(lambda request: Reply(400, b"bad")), questions(1))
    again = ScriptedBackend(echo)

    assert asked(tmp_path, again, questions(1))[0].outcome == "bad_request"
    assert again.asked == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [(Reply(401, b"wrong key"), "Check the key"), (Reply(429, b"insufficient_quota"), "quota is used up")],
)
def test_a_refused_key_or_quota_stops_everything(tmp_path, reply, said):
    line = ScriptedBackend(lambda request: reply if b"quota" not in reply.body else QUOTA, delay=0.001)

    with pytest.raises(TeacherStopped, match=said):
        asked(tmp_path, line, questions(500))
    assert len(line.asked) <= 8


QUOTA = Reply(429, b'{"error": {"code": "insufficient_quota"}}')


def test_an_endpoint_that_mostly_fails_stops_the_run(tmp_path):
    with pytest.raises(EndpointDown, match="More than half of the last 200"):
        asked(tmp_path, ScriptedBackend(lambda request: Reply(500, b"boom", 0.0)), questions(300))


def test_a_very_long_retry_after_stops_the_run_instead_of_hanging_it(tmp_path):
    with pytest.raises(EndpointDown, match="asks to come back in 3600 s"):
        asked(tmp_path, ScriptedBackend(lambda request: Reply(429, b"", 3600.0)), questions(2))


def test_a_lost_line_is_tried_again(tmp_path):
    class Flaky(ScriptedBackend):
        lost = False

        async def send(self, request: Request) -> Reply:
            if not self.lost:
                self.lost = True
                raise BackendError("transport", "connection reset")
            return await super().send(request)

    assert [answer.text for answer in asked(tmp_path, Flaky(echo), questions(2))] == ["Q0", "Q1"]


def test_when_stopped_what_is_in_flight_is_still_kept(tmp_path):
    line = ScriptedBackend(echo, delay=5.0)

    async def stopped() -> None:
        teacher = Teacher(line, AnswerStore(tmp_path / "answers.sqlite"), Pace(8))
        asyncio.get_running_loop().call_later(2.0, teacher.stop, Interrupted(2))
        with pytest.raises(Interrupted):
            await teacher.answers(teacher.keyed(questions(100)))
        await teacher.close()

    in_virtual_time(stopped())
    again = ScriptedBackend(echo)
    asked(tmp_path, again, questions(100))

    assert len(line.asked) == 8
    assert len(again.asked) == 92


def test_progress_counts_every_request_once(tmp_path):
    counts: list[int] = []

    async def ask() -> None:
        teacher = Teacher(ScriptedBackend(echo), AnswerStore(tmp_path / "answers.sqlite"), Pace(8))
        await asyncio.gather(*(teacher.answers(teacher.keyed(questions(10)), counts.append) for _ in range(2)))
        await teacher.close()

    asyncio.run(ask())
    assert sum(counts) == 20


def test_after_a_stop_what_was_held_back_is_not_sent(tmp_path):
    line = ScriptedBackend(lambda request: Reply(429, b"", 60.0))

    async def stopped() -> float:
        loop = asyncio.get_running_loop()
        teacher = Teacher(line, AnswerStore(tmp_path / "answers.sqlite"), Pace(4))
        loop.call_later(0.1, teacher.stop, Interrupted(2))
        began = loop.time()
        with pytest.raises(Interrupted):
            await teacher.answers(teacher.keyed(questions(20)))
        await teacher.close()
        return loop.time() - began

    assert asyncio.run(stopped()) < 5
    assert len(line.asked) == 1


def test_refusals_for_pace_do_not_use_up_the_attempts_of_other_trouble(tmp_path):
    replies = [BUSY] * 8 + [Reply(503, b"", 0.01), "done"]

    assert [answer.text for answer in asked(tmp_path, ScriptedBackend(replies), questions(1))] == ["done"]


def test_each_named_line_answers_its_own_requests(tmp_path):
    own, other = ScriptedBackend(["own"]), ScriptedBackend(["other"], identity="other")

    async def ask() -> list[Answer]:
        named = {"judge": Endpoint(other, Pace(2))}
        teacher = Teacher(own, AnswerStore(tmp_path / "answers.sqlite"), Pace(8), named=named)
        answers = await teacher.answers(teacher.keyed([one := questions(1)[0], replace(one, teacher="judge")]))
        await teacher.close()
        return answers

    assert [answer.text for answer in asyncio.run(ask())] == ["own", "other"]


def test_thought_and_log_probabilities_come_with_the_answer_and_are_kept(tmp_path):
    body = b'{"choices": [{"message": {"content": "a", "reasoning": "hm"}, "logprobs": {"content": [%s]}}]}'
    line = ScriptedBackend([Reply(200, body % b'{"token": "a", "logprob": -1}')])
    found = [asked(tmp_path, line, questions(1))[0] for _ in range(2)]

    assert [(answer.reasoning, answer.logprobs) for answer in found] == [("hm", ({"a": -1.0},))] * 2


def test_it_tells_how_long_each_answer_took(tmp_path):
    took: dict[str, float] = {}

    async def ask() -> list[Answer]:
        line = ScriptedBackend(echo, delay=0.02)
        teacher = Teacher(line, AnswerStore(tmp_path / "answers.sqlite"), Pace(8))
        teacher.on_answer_time(took.__setitem__)
        try:
            return await teacher.answers(teacher.keyed(questions(3)))
        finally:
            await teacher.close()

    answers = asyncio.run(ask())

    assert took.keys() == {answer.key for answer in answers}
    assert all(seconds >= 0.02 for seconds in took.values())


def test_how_long_bought_answers_took_is_counted_and_kept_ones_took_nothing(tmp_path):
    async def latency() -> tuple[int, int]:
        teacher = Teacher(ScriptedBackend(echo), AnswerStore(tmp_path / "answers.sqlite"), Pace(8))
        await teacher.answers(teacher.keyed(questions(3)))
        bought = teacher.tally.latency.answers
        await teacher.answers(teacher.keyed(questions(3)))
        await teacher.close()
        return bought, teacher.tally.latency.answers

    assert asyncio.run(latency()) == (3, 3)
