import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.endpoint import Endpoint, Endpoints
from sdg_flows.teacher.pacing.pace import Pace
from teacher.scripted import ScriptedBackend

ASK = Request("r", 0, {}, messages=({"role": "user", "content": "q"},))


def endpoint(identity):
    return Endpoint(ScriptedBackend([], model=f"{identity}-model", identity=identity), Pace(4))


def for_(name):
    return Request("r", 0, {}, prompt="q", teacher=name)


def test_a_request_goes_to_the_endpoint_it_names():
    endpoints = Endpoints(endpoint("own"), {"judge": endpoint("other")})

    assert [endpoints.of(for_(name)).backend.identity for name in (None, "judge")] == ["own", "other"]


def test_a_single_line_answers_to_every_name():
    assert Endpoints(endpoint("own"), None).of(for_("judge")).backend.identity == "own"


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(SettingsError, match=r"asks the teacher 'jugde'.* Did you mean 'judge'\? There: judge\."):
        Endpoints(endpoint("own"), {"judge": endpoint("other")}).of(for_("jugde"))


def test_the_identity_names_every_endpoint_and_its_model():
    endpoints = Endpoints(endpoint("own"), {"judge": endpoint("other")})

    assert endpoints.identity == ("own", "own-model", "judge", "other", "other-model")


def test_a_pooling_request_is_another_question_than_the_same_chat():
    pooled = Request("r", 0, {}, messages=ASK.messages, pooling=True)

    assert endpoint("own").key(pooled, 0) != endpoint("own").key(ASK, 0)
