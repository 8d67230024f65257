import os
import re
import time

from cli.commands import ended, killed
from orchestrate.project import lines
from sdg_flows.orchestrate.workdir.work_dir import WorkDir


def test_a_run_in_a_folder_that_is_held_names_the_holder_and_asks_nothing(project, teacher, sdg_flows):
    with WorkDir(project.folder / "work").create().lock():
        end = sdg_flows(*project.arguments)

    assert end.code == 5
    assert re.search(f"sdg-flows: .*work: in use by process {os.getpid()} on .*--work-dir", end.err)
    assert teacher.prompts == []


def test_of_two_runs_begun_together_one_is_refused_and_nothing_is_asked_twice(project, teacher, start):
    teacher.latency = 60.0
    both = [start(*project.arguments) for _ in range(2)]
    deadline = time.monotonic() + 60
    while not any(process.poll() for process in both) and time.monotonic() < deadline:
        time.sleep(0.05)
    teacher.latency = 0.0
    ends = sorted([ended(process) for process in both], key=lambda end: end.code)

    assert [end.code for end in ends] == [0, 5]
    assert re.search(f"in use by process ({both[0].pid}|{both[1].pid}) on ", ends[1].err)
    assert "Traceback" not in ends[1].err
    assert (len(teacher.prompts), teacher.asked_again) == (38, 0)


def test_after_the_holder_was_killed_the_next_run_starts_at_once(project, teacher, start):
    teacher.latency = 60.0
    holder = start(*project.arguments)
    teacher.wait_for(19)
    killed(holder)
    teacher.latency = 0.0

    began = time.monotonic()
    assert lines(project.run() / "train.jsonl")
    assert time.monotonic() - began < 15
