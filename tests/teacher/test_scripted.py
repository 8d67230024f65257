import asyncio
import json

import pytest

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.line import Reply
from sdg_flows.teacher.scripted import ScriptedLine, ScriptExhausted


def asking(row_id="r0", draw=0):
    return Request(row_id, draw, {"temperature": 0}, messages=[{"role": "user", "content": "hello"}])


def said(reply):
    return json.loads(reply.body)["choices"][0]["message"]["content"]


def test_a_sequence_is_said_in_its_order():
    line = ScriptedLine(["one", "two"])

    assert [said(asyncio.run(line.send(asking()))) for _ in range(2)] == ["one", "two"]


def test_a_function_answers_by_the_request():
    line = ScriptedLine(lambda request: f"for {request.row_id}")

    assert said(asyncio.run(line.send(asking("r7")))) == "for r7"


def test_a_whole_reply_is_given_as_it_is():
    refusal = Reply(429, b"slow down", retry_after=2.0)

    assert asyncio.run(ScriptedLine([refusal]).send(asking())) == refusal


def test_every_request_is_kept_in_order():
    line = ScriptedLine(lambda request: "yes")
    asked = [asking("r0"), asking("r1")]
    for request in asked:
        asyncio.run(line.send(request))

    assert line.asked == asked


def test_a_script_that_has_come_to_its_end_says_so():
    line = ScriptedLine(["only one"])
    asyncio.run(line.send(asking()))

    with pytest.raises(ScriptExhausted, match="has 1 replies, and request 2 is for row 'r1', draw 3"):
        asyncio.run(line.send(asking("r1", 3)))


def test_the_model_is_the_one_it_was_given():
    reply = asyncio.run(ScriptedLine(["hi"], model="tiny").send(asking()))

    assert json.loads(reply.body)["model"] == "tiny"
