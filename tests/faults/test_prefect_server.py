import time

import pytest

from cli.commands import ended
from faults.flow import CALLS
from sdg_flows.cli.server_watchdog import MAX_SECONDS_SILENT

pytestmark = pytest.mark.timeout(180)


@pytest.mark.nightly
def test_a_prefect_server_that_is_restarted_in_the_middle_changes_nothing(flow, whole, own_prefect):
    flow.teacher.server.latency = 0.1
    process = flow.begin(PREFECT_API_URL=own_prefect.url)
    flow.teacher.wait_for(20)
    own_prefect.gone()
    own_prefect.up()

    assert ended(process).code == 0
    assert (flow.digest, len(flow.teacher.calls)) == (whole, CALLS)


@pytest.mark.nightly
def test_when_the_prefect_server_is_gone_for_good_the_run_ends_soon_and_all_is_kept(flow, whole, own_prefect):
    flow.teacher.server.latency = 0.1
    process = flow.begin(PREFECT_API_URL=own_prefect.url)
    flow.teacher.wait_for(20)
    own_prefect.gone()
    flow.teacher.wait_for(CALLS)
    asked_all = time.monotonic()
    end = ended(process)

    assert end.code == 75
    assert time.monotonic() - asked_all < MAX_SECONDS_SILENT + 10
    assert f"sdg-flows: the Prefect server at {own_prefect.url} has not answered for " in end.err
    assert flow.run().code == 0
    assert (flow.digest, len(flow.teacher.calls)) == (whole, CALLS)


@pytest.mark.nightly
def test_a_prefect_database_that_is_lost_between_runs_costs_no_answer(flow, whole, own_prefect):
    assert ended(flow.begin(PREFECT_API_URL=own_prefect.url)).code == 0
    own_prefect.forget()
    own_prefect.up()

    assert ended(flow.begin(PREFECT_API_URL=own_prefect.url)).code == 0
    assert (flow.digest, len(flow.teacher.calls), len(flow.runs)) == (whole, CALLS, 2)


def test_a_prefect_server_that_is_not_there_is_told_before_anything_is_asked(flow):
    end = ended(flow.begin(PREFECT_API_URL="http://127.0.0.1:9/api"))

    assert (end.code, flow.runs, flow.teacher.calls) == (75, [], ())
    assert "PREFECT_API_URL: no Prefect server answers at http://127.0.0.1:9/api" in end.err
