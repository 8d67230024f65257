import pytest

from cli.commands import killed
from orchestrate.project import FLOW, rows_decide, seeds

pytestmark = pytest.mark.timeout(300)

SAID_AND_READ = """
  - name: say
    type: TemplateBlock
    config: {template: "[{{ question }}] {{ response }}", output_col: said}
  - name: read
    type: TagParserBlock
    config: {input_cols: said, output_cols: [asked], start_tags: ["["], end_tags: ["]"]}
"""


def test_a_run_on_workers_writes_the_bytes_of_one_in_this_process_which_then_asks_nothing(project, teacher, cluster):
    project.write("flow.yaml", FLOW + SAID_AND_READ)
    away = project.run(**cluster)
    again = project.run()
    asked = len(teacher.exchanges)
    here = project.run(work_dir=str(project.folder / "other work"))

    assert rows_decide(away) == rows_decide(again) == rows_decide(here)
    assert asked == 38


def test_a_run_killed_here_is_finished_on_workers_and_asks_again_what_was_in_flight_at_most(
    project, teacher, cluster, start
):
    project.write_seeds(seeds(300))
    teacher.latency = 0.05
    process = start(*project.arguments, "--max-in-flight", "16")
    teacher.wait_for(200)
    killed(process)
    project.run(**cluster)

    assert len(set(teacher.prompts)) == 2 * 299
    assert teacher.asked_again <= 16
