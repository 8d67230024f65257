import signal
import time
from collections.abc import Callable

import pytest

from benchmarks.kill_flows import AT_ONCE
from cli.commands import killed
from faults.flow import CALLS, Flow

Point = Callable[[Flow], bool]
SECONDS_TO_A_POINT = 60.0


def asked(calls: int) -> Point:
    return lambda flow: len(flow.teacher.calls) >= calls


def answered(calls: int) -> Point:
    return lambda flow: sum(call.left is not None for call in flow.teacher.calls) >= calls


def kept_a_block(flow: Flow) -> bool:
    return any(file.is_file() for file in (flow.folder / "work" / "checkpoints").rglob("*"))


def writes_its_files(flow: Flow) -> bool:
    return (flow.folder / "out").exists() and any((flow.folder / "out").iterdir())


def has_its_lock(flow: Flow) -> bool:
    return (flow.folder / "work" / "lock").exists()


def wait_for(point: Point, flow: Flow) -> None:
    deadline = time.monotonic() + SECONDS_TO_A_POINT
    while not point(flow):
        assert time.monotonic() < deadline
        time.sleep(0.001)


POINTS = {
    "it has its lock": has_its_lock,
    "the first request was sent": asked(1),
    "the first answer came": answered(1),
    "half of it was answered": answered(CALLS // 2),
    "a block was kept": kept_a_block,
    "everything was answered": answered(CALLS),
    "its files are being written": writes_its_files,
}


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_run_killed_at_a_point_goes_on_from_there_and_ends_as_if_nothing_had_been(flow, whole, point):
    flow.teacher.server.latency = 0.03
    process = flow.begin()
    wait_for(point, flow)
    assert killed(process) == -signal.SIGKILL

    half_written = len(flow.runs)
    assert flow.run().code == 0
    assert len(flow.runs) - half_written == 1
    assert flow.digest == whole
    assert flow.asked_again <= AT_ONCE
