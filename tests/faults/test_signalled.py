import signal
import time

import pytest

from cli.commands import ended
from faults.flow import CALLS


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_the_run_at_once(flow, number):
    flow.teacher.server.latency = 60.0
    process = flow.begin()
    flow.teacher.wait_for(4)
    process.send_signal(number)
    time.sleep(0.5)
    assert process.poll() is None  # it waits for what is in flight
    process.send_signal(number)

    assert ended(process).code in (-number, 128 + number)


def test_a_run_that_was_stopped_for_longer_than_a_deadline_ends_well(flow, whole):
    (flow.folder / "teacher.yaml").write_text("deadline: 2\n")
    flow.teacher.server.latency = 0.5
    process = flow.begin("--teacher", "teacher.yaml")
    flow.teacher.wait_for(12)
    process.send_signal(signal.SIGSTOP)
    time.sleep(3.0)
    flow.teacher.server.latency = 0.0
    process.send_signal(signal.SIGCONT)

    assert ended(process).code == 0
    assert flow.digest == whole
    assert CALLS <= len(flow.teacher.calls) <= CALLS + 8
