import threading

import pytest

from orchestrate.project import rows_decide, seeds
from sdg_flows.orchestrate.job.shards import rows_per_shard

pytestmark = pytest.mark.timeout(300)


def test_a_killed_dask_worker_costs_at_most_the_shards_it_had_and_no_row(project, teacher, dask_cluster):
    project.write_seeds(seeds(400))
    here = project.run(work_dir=str(project.folder / "other work"))
    teacher.exchanges.clear()
    teacher.latency = 0.05
    killing = threading.Thread(target=lambda: (teacher.wait_for(100), dask_cluster.workers[0].kill()))
    killing.start()
    away = project.run(runner="dask", address=dask_cluster.address, max_in_flight=64)
    killing.join()

    assert rows_decide(away) == rows_decide(here)
    assert len(set(teacher.prompts)) == 2 * 399
    assert teacher.asked_again <= rows_per_shard(400, 4)
