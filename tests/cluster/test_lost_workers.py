import re
import threading
import time

import pytest

from orchestrate.counting_teacher import CountingTeacher
from orchestrate.project import rows_decide, seeds
from sdg_flows.orchestrate.job.shards import rows_per_shard

pytestmark = pytest.mark.timeout(300)


def wait_until_both_ask(teacher: CountingTeacher, rows: int) -> None:
    """Come back when rows of two shards of so many rows are asked about at one moment: one of them on each worker."""
    deadline = time.monotonic() + 60
    while len({int(topic) // rows for topic in topics_in_flight(teacher)}) < 2:
        assert time.monotonic() < deadline, "no two shards were asked about at one moment"
        time.sleep(0.005)


def topics_in_flight(teacher: CountingTeacher) -> list[str]:
    waiting = [one.prompt for one in teacher.exchanges if one.answered is None and one.prompt.startswith("Write")]
    return re.findall(r"topic (\d+)", "\n".join(waiting))


def test_a_killed_dask_worker_costs_the_shards_it_had_and_no_row(project, teacher, dask_cluster):
    project.write_seeds(seeds(400))
    here = project.run(work_dir=str(project.folder / "other work"))
    teacher.exchanges.clear()
    teacher.latency = 0.5
    shard = rows_per_shard(400, 4)
    killing = threading.Thread(target=lambda: (wait_until_both_ask(teacher, shard), dask_cluster.workers[0].kill()))
    killing.start()
    away = project.run(runner="dask", address=dask_cluster.address, max_in_flight=64)
    killing.join()

    assert rows_decide(away) == rows_decide(here)
    assert len(set(teacher.prompts)) == 2 * 399
    assert 0 < teacher.asked_again <= shard
