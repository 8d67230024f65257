from orchestrate.project import FLOW, rows_decide

OTHER = FLOW.replace("{temperature: 0.7}", "{temperature: 0.8}")


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


def test_after_fresh_draws_of_one_suite_another_one_asks_nothing_again(project, teacher):
    other = str(project.write("other.yaml", OTHER))
    before = rows_decide(project.run(pipeline=other))
    asked = len(teacher.exchanges)
    project.run(fresh=True)
    assert len(teacher.exchanges) == asked + 38

    assert rows_decide(project.run(pipeline=other)) == before
    assert len(teacher.exchanges) == asked + 38
