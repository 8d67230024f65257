import subprocess
import sys
from pathlib import Path

FIRST_SHARDS = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from sdg_flows.blocks.template import TemplateBlock
from sdg_flows.core.table import table_from_rows
from sdg_flows.orchestrate.cluster.worker import TableBlockCall, Envelope, run_table_block_on_worker

greet = TemplateBlock(name="greet", template="Hello {{ name }}", output_col="said")
call = TableBlockCall(greet, table_from_rows([{"row_id": "a", "name": "Ann"}]))
begin = threading.Barrier(16)
sys.setswitchinterval(1e-6)

def first_shard(_):
    begin.wait()
    return run_table_block_on_worker.fn(Envelope(call), "greet").content.kept["said"].to_pylist()

with ThreadPoolExecutor(16) as threads:
    made = list(threads.map(first_shard, range(16)))
print(made == [["Hello Ann"]] * 16, sum("run_forever" in thread.name for thread in threading.enumerate()))
"""


def test_shards_that_reach_a_new_worker_at_the_same_moment_share_one_event_loop():
    """Teachers live in the loop: with two of them, shards waited for ever for a teacher of the other."""
    command = [sys.executable, "-c", FIRST_SHARDS]
    root = Path(__file__).parents[2]

    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout.split() == ["True", "1"]
