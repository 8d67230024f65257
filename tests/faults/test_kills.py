import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).parents[2] / "benchmarks" / "kills.py"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("flow", ["simple", "three_blocks"])
def test_ten_kills_at_random_change_no_row_and_cost_no_more_than_what_was_in_flight(flow, prefect_server):
    command = [sys.executable, str(KILLS), "--kills", "10", "--flow", flow]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.stdout, done.stderr
    line = json.loads(done.stdout)

    assert (line["kills"], line["digests_equal"], line["broken"], done.returncode) == (10, True, [], 0)
    assert line["paid_twice_a_kill"]["max"] <= line["max_in_flight"]
