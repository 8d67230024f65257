import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RIVALS = Path(__file__).parents[1] / "benchmarks" / "rivals.py"


def compared(*flags):
    command = [sys.executable, str(RIVALS), "--rows", "50", "--server", "64x50", *flags]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)


def test_a_line_says_what_a_loop_that_keeps_nothing_asked_and_asks_again():
    done = compared("--only", "bare-loop")
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout.splitlines()[0])

    assert (done.returncode, line["asked"], line["written"], line["again"]["asked"]) == (0, 50, 0, 50)
    assert 0 < line["first_request_s"] < line["seconds"]
    assert 0 < line["share_in_window"] <= 1
    assert line["cpu_s"] > 0


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_our_run_writes_every_row_asks_nothing_again_and_loses_no_row_to_a_kill():
    done = compared("--only", "sdg-flows", "--kill")
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout.splitlines()[0])

    assert (line["asked"], line["written"], line["again"]["asked"], line["killed"]["lost"]) == (50, 50, 0, 0)
    assert line["killed"]["asked_beyond"] <= 50


def test_a_tool_that_does_not_end_is_told_and_the_command_leaves_with_1():
    done = compared("--only", "bare-loop", "--patience", "0.01")

    assert (done.returncode, done.stderr.strip()) == (1, "bare-loop: no end within 0.01 s")


def test_a_tool_that_is_not_known_is_told_with_those_that_are():
    assert "there is no tool 'distilable', but distilabel, curator," in compared("--only", "distilable").stderr
