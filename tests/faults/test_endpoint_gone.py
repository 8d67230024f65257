import pytest

from benchmarks.kill_flows import AT_ONCE, ROWS
from cli.commands import ended
from faults.flow import CALLS
from sdg_flows.teacher import retry_policy


def test_an_endpoint_that_is_away_for_a_while_stops_nothing(flow, whole):
    flow.teacher.server.latency = 0.03
    process = flow.begin()
    flow.teacher.wait_for(40)
    flow.teacher.down()
    assert process.poll() is None
    flow.teacher.up()

    assert ended(process).code == 0
    assert flow.digest == whole
    assert flow.asked_again <= AT_ONCE


@pytest.mark.usefixtures("short_waits")
def test_an_endpoint_that_is_gone_for_good_ends_the_run_and_the_next_one_goes_on(flow, whole, monkeypatch):
    monkeypatch.setattr(retry_policy, "SILENCE", 1.0)
    flow.teacher.server.gone_after = 60
    end = flow.run()
    assert end.code == 75
    assert "the same command goes on when it is back" in end.err

    flow.teacher.server.gone_after = None
    assert flow.run().code == 0
    assert flow.digest == whole
    assert len([call for call in flow.teacher.calls if call.left is not None]) == CALLS


@pytest.mark.parametrize("fault", ["500%40@2", "reset_mid%20@1", "truncated_body%20@1", "429%30@1"])
@pytest.mark.usefixtures("short_waits")
def test_a_stormy_run_makes_the_rows_of_a_calm_one(flow, whole, fault):
    assert flow.run(fault).code == 0
    assert flow.digest == whole


def test_a_key_revoked_in_the_middle_stops_the_run_and_a_new_one_goes_on(flow, whole):
    end = flow.run("401%5")

    assert end.code == 4
    assert flow.runs == []
    assert flow.run("ok").code == 0
    assert flow.digest == whole


@pytest.mark.usefixtures("short_waits")
def test_rows_that_the_teacher_always_cuts_are_rejected_and_none_vanishes(flow):
    assert flow.run("length%20").code == 0

    assert flow.rejected_by_reason["cut"] > 0
    assert flow.rows + sum(flow.rejected_by_reason.values()) == ROWS
