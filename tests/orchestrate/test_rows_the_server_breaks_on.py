from orchestrate.counting_teacher import CountingTeacher, failing
from orchestrate.project import lines, rows_decide

BROKEN = "Write a question like What is topic 0007?"


def breaks(teacher: CountingTeacher) -> None:
    teacher.fault = lambda exchange: failing(500, "out of memory") if exchange.prompt == BROKEN else None


def test_a_row_that_the_server_breaks_on_is_rejected_with_what_the_server_said(project, teacher):
    breaks(teacher)
    run = project.run()

    left = [row for row in lines(run / "rejected.jsonl") if row["reason"] == "server"]
    assert [(row["block"], row["row"]["seed_question"], row["detail"]) for row in left] == [
        ("write_questions", "What is topic 0007?", "HTTP 500: out of memory")
    ]


def test_when_the_server_is_mended_the_next_run_asks_for_that_row_only(project, teacher):
    breaks(teacher)
    project.run()
    before = len(teacher.exchanges)
    teacher.fault = lambda exchange: None
    project.run()

    assert teacher.prompts[before] == BROKEN
    assert len(teacher.prompts[before:]) == 2


def test_a_row_asked_late_makes_the_files_of_a_run_without_trouble(project, teacher):
    breaks(teacher)
    project.run()
    teacher.fault = lambda exchange: None
    late = project.run()

    untroubled = project.run(work_dir=str(project.folder / "other work"))
    assert rows_decide(late) == rows_decide(untroubled)
