import asyncio

import pytest

from faults.asking import BLOCK, IN_FLIGHT, asked
from faults.cases import ROWS, TRANSPORT, matches, name_of
from faults.server import FaultServer
from faults.transports import RETRY_SECONDS
from sdg_flows.core.errors import GenerateError
from sdg_flows.teacher.teacher import Teacher

pytestmark = [pytest.mark.usefixtures("short_waits"), pytest.mark.timeout(30)]


@pytest.mark.parametrize("case", TRANSPORT, ids=name_of)
def test_a_fault_of_transport_costs_so_many_calls_and_no_row_vanishes(tmp_path, case):
    ended = asked(tmp_path, case.fault, deadline=case.deadline)

    assert ended.stopped is None
    assert ended.read_by(BLOCK) == case.made
    assert ended.calls_a_row == {case.calls_a_row}
    assert ended.paid_twice == case.paid_twice
    assert matches(case.said, ended.said_by(BLOCK))


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
