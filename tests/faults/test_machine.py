import shutil
import subprocess
from pathlib import Path

import pytest

from cli.commands import ended
from faults.flow import CALLS

LIBRARIES = sorted(Path("/usr").glob("lib*/**/faketime/libfaketime.so.1"))


@pytest.mark.parametrize("jump", ["+1d", "-1h"])
def test_a_clock_that_jumps_in_the_middle_changes_nothing(flow, whole, jump):
    if not LIBRARIES:
        pytest.skip("libfaketime is not installed (Debian: apt-get install faketime)")
    clock = flow.folder / "clock"
    clock.write_text("+0")
    flow.teacher.server.latency = 0.1
    process = flow.begin(
        LD_PRELOAD=str(LIBRARIES[0]),
        FAKETIME_TIMESTAMP_FILE=str(clock),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )
    flow.teacher.wait_for(40)
    clock.write_text(jump)

    assert ended(process).code == 0
    assert (flow.digest, len(flow.teacher.calls)) == (whole, CALLS)


def test_with_few_file_handles_a_run_ends_well(flow, whole):
    if shutil.which("prlimit") is None:
        pytest.skip("prlimit is not installed")
    flow.teacher.server.latency = 0.2
    process = flow.begin("--max-in-flight", "256", "--quiet")
    subprocess.run(["prlimit", f"--pid={process.pid}", "--nofile=64"], check=True)
    end = ended(process)

    assert (end.code, end.err) == (0, "")
    assert flow.digest == whole


@pytest.mark.nightly
def test_two_runs_in_two_folders_leave_each_other_alone(flow, whole):
    both = [flow.begin("--work-dir", f"work {at}", "--output", f"out {at}") for at in range(2)]

    assert [ended(process).code for process in both] == [0, 0]
    assert len(flow.teacher.calls) == 2 * CALLS
