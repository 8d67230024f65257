import random
import signal

import pytest

from cli.commands import killed
from orchestrate.project import rows_decide, seeds

AT_ONCE = 16


@pytest.mark.timeout(300)  # five starts of a process
@pytest.mark.nightly
def test_a_run_killed_at_five_moments_ends_with_the_files_of_an_unbroken_one(project, teacher, start):
    project.write_seeds(seeds(300))
    unbroken = project.run(work_dir=str(project.folder / "other work"))
    teacher.exchanges.clear()
    teacher.latency = 0.05

    for moment in sorted(random.Random(5).sample(range(10, 580), 5)):
        process = start(*project.arguments, "--max-in-flight", str(AT_ONCE))
        teacher.wait_for(moment)
        assert killed(process) == -signal.SIGKILL

    assert rows_decide(project.run(max_in_flight=AT_ONCE)) == rows_decide(unbroken)
    assert len(set(teacher.prompts)) == 2 * 299
    assert teacher.most_at_once <= AT_ONCE
    assert teacher.asked_again <= 5 * AT_ONCE
