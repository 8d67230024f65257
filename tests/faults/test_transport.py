import asyncio
import re

import pytest

from faults.asking import BLOCK, IN_FLIGHT, asked
from faults.cases import ROWS, TRANSPORT, name_of
from faults.server import FaultServer
from faults.transports import RETRY_SECONDS
from sdg_flows.core.errors import EndpointDown, GenerateError, TeacherStopped
from sdg_flows.teacher import retrying
from sdg_flows.teacher.teacher import Teacher

pytestmark = [pytest.mark.usefixtures("short_waits"), pytest.mark.timeout(30)]


@pytest.mark.parametrize("case", TRANSPORT, ids=name_of)
def test_a_fault_of_transport_costs_so_many_calls_and_no_row_vanishes(tmp_path, case):
    ended = asked(tmp_path, case.fault, deadline=case.deadline)

    assert ended.stopped is None
    assert ended.read_by(BLOCK) == case.made
    assert ended.calls_a_row == {case.calls_a_row}


@pytest.mark.parametrize("fault", ["hang@1", "slowheaders@1", "drip@1", "reset_mid@1", "truncated_body@1"])
def test_a_connection_that_failed_is_not_kept_open(tmp_path, fault):
    ended = asked(tmp_path, fault, deadline=0.5)

    assert ended.open_connections <= IN_FLIGHT


@pytest.mark.parametrize(
    ("fault", "promised"), [("429ra@1", 1.0), ("429ra_ms@1", RETRY_SECONDS), ("503ra@1", 1.0)], ids=str
)
def test_nobody_is_asked_before_the_time_that_the_server_named(tmp_path, fault, promised):
    calls = asked(tmp_path, fault, rows=IN_FLIGHT).calls
    first, second = ([call for call in calls if call.number == number] for number in (1, 2))

    assert min(call.arrived for call in second) - min(call.left or 0.0 for call in first) >= promised


def test_after_a_storm_of_refusals_every_row_is_answered(tmp_path):
    ended = asked(tmp_path, "429%30@3", rows=120)

    assert ended.read_by(BLOCK) == (120, {})
    assert ended.calls_a_row == {1, 4}


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("429quota", TeacherStopped, "quota is used up"),
        ("401", TeacherStopped, "Check the key in OPENAI_API_KEY"),
        ("403", TeacherStopped, "Check the key in OPENAI_API_KEY"),
        ("404model", TeacherStopped, "the name of the model"),
        ("429ra_hour", EndpointDown, "asks to come back in 3600 s"),
    ],
)
def test_what_waiting_will_not_mend_stops_within_the_requests_in_flight(tmp_path, fault, kind, said):
    ended = asked(tmp_path, fault, rows=100)

    assert isinstance(ended.stopped, kind)
    assert said in str(ended.stopped)
    assert len(ended.calls) <= IN_FLIGHT


@pytest.mark.parametrize("fault", ["not_http", "tls_alert", "reset_before", "truncated_body"])
def test_an_endpoint_that_never_gives_a_whole_reply_is_taken_to_be_down(tmp_path, monkeypatch, fault):
    monkeypatch.setattr(retrying, "SILENCE", 0.5)
    ended = asked(tmp_path, fault)

    assert isinstance(ended.stopped, EndpointDown)
    assert re.search(r"http://127\.0\.0\.1:\d+/v1: .*goes on when it is back", str(ended.stopped))


def test_after_the_endpoint_was_away_the_run_goes_on_by_itself(tmp_path):
    async def away(server: FaultServer, teacher: Teacher) -> None:
        server.latency = 0.02
        while len(server.calls) < 50:
            await asyncio.sleep(0.005)
        await server.close()
        await asyncio.sleep(0.5)
        assert teacher.tally.answered < 400
        await server.open()

    assert asked(tmp_path, "ok", rows=400, meanwhile=away).read_by(BLOCK) == (400, {})


def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(tmp_path):
    elsewhere = FaultServer()

    async def send_on(server: FaultServer, teacher: Teacher) -> None:
        await elsewhere.open()
        try:
            server.location = f"{elsewhere.url}/chat/completions"
            await asyncio.Event().wait()
        finally:
            await elsewhere.close()

    ended = asked(tmp_path, "ok", meanwhile=send_on)

    assert ended.outcomes["server"] > 0
    assert elsewhere.calls == []


def test_a_proxy_of_the_environment_is_not_used(tmp_path, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")

    assert asked(tmp_path, "ok").read_by(BLOCK) == (ROWS, {})


def test_a_name_that_no_server_has_is_told_before_anything_is_asked(tmp_path):
    with pytest.raises(GenerateError, match=r"http://host\.invalid/v1: nobody answers there .*nothing was asked"):
        asked(tmp_path, "ok", endpoint="http://host.invalid/v1")
