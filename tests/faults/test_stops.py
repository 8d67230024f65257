import pytest

from faults.asking import IN_FLIGHT, asked
from faults.cases import STOPS, Stop, matches, name_of
from sdg_flows.core.errors import EndpointDown, TeacherStopped
from sdg_flows.teacher import retry_policy

pytestmark = [pytest.mark.usefixtures("short_waits"), pytest.mark.timeout(30)]

ERRORS = {4: TeacherStopped, 75: EndpointDown}


def assert_stopped(ended, stop: Stop):
    named = f"{stop.fault} at http://127.0.0.1:PORT/v1: "

    assert isinstance(ended.stopped, ERRORS[stop.exit_code])
    assert ended.stopped.exit_code == stop.exit_code
    assert ended.stop_said.startswith(named)
    assert matches(stop.said, {ended.stop_said.removeprefix(named)})


@pytest.mark.parametrize("stop", [stop for stop in STOPS if not stop.patient], ids=name_of)
def test_what_waiting_will_not_mend_stops_within_the_requests_in_flight(tmp_path, stop):
    ended = asked(tmp_path, stop.fault, rows=stop.rows)

    assert_stopped(ended, stop)
    assert len(ended.calls) <= IN_FLIGHT
    assert ended.paid_twice == 0


@pytest.mark.parametrize("stop", [stop for stop in STOPS if stop.patient], ids=name_of)
def test_an_endpoint_that_never_gives_a_whole_reply_is_taken_to_be_down(tmp_path, monkeypatch, stop):
    monkeypatch.setattr(retry_policy, "SILENCE", 0.5)
    ended = asked(tmp_path, stop.fault, rows=stop.rows)

    assert_stopped(ended, stop)
    assert ended.stop_said.endswith("No reply for 0 s; the same command goes on when it is back.")
