from orchestrate.project import rows_decide


def test_the_same_command_again_asks_nothing_and_writes_the_same_bytes(project, teacher):
    first = project.run()
    again = project.run()

    assert rows_decide(again) == rows_decide(first)
    assert len(teacher.exchanges) == 38


def test_fresh_asks_everything_anew_and_the_run_after_it_asks_nothing(project, teacher):
    project.run()
    project.run(fresh=True)
    assert len(teacher.exchanges) == 2 * 38

    project.run()
    assert len(teacher.exchanges) == 2 * 38
