from cli.commands import ended
from orchestrate.project import lines


def test_the_first_command_of_the_readme_makes_training_rows_of_all_three_kinds(tmp_path, start):
    own = {"PREFECT_API_URL": "", "PREFECT_HOME": str(tmp_path / "home")}
    end = ended(start("--pipeline", "simple", **own))
    (run,) = (tmp_path / "out").iterdir()
    made = {file.stem: len(lines(file)) for file in (run / "generated").iterdir()}

    assert end.code == 0
    assert all(said in end.err for said in ("the example taxonomy", "offline", "report.html"))
    assert set(made) == {
        "knowledge_science_oceanography_tides",
        "compositional_skills_grounded_work_meetings_action_items",
        "compositional_skills_writing_correspondence_polite_decline",
    }
    assert 0 not in made.values()
    assert sum(made.values()) == len(lines(run / "train.jsonl"))
