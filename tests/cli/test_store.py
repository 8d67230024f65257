"""What is kept, and what is taken out of it, from the command line."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from orchestrate.counting_teacher import failing, said
from orchestrate.project import rows_decide
from sdg_flows.orchestrate.workdir.work_dir import WorkDir


@pytest.fixture
def store(project, sdg_flows):
    """Return a function that calls `sdg-flows store` for the project's work directory."""
    return lambda *words: sdg_flows("--work-dir", str(project.folder / "work"), *words, command="store")


def kept(project):
    """Return the numbers of answers and of checkpoints."""
    with closing(sqlite3.connect(project.folder / "work" / "answers.sqlite")) as answers:
        return answers.execute("SELECT count(*) FROM answers").fetchone()[0], len(project.checkpoints)


def words_of(text):
    return [line.split() for line in text.splitlines()]


def test_what_is_kept_is_shown_with_its_size(project, store):
    project.run()
    shown = {line[0]: line for line in words_of(store().out)}

    assert shown["answers"][:2] == ["answers", "38"]
    assert shown["38"][:4] == ["38", "of", "counting,", shown["38"][3]]
    assert shown["checkpoints"][:2] == ["checkpoints", "4"]
    assert shown["finished"] == ["finished", "runs", "1", "the", "folders", "of", "0", "are", "gone"]


def test_what_a_run_refers_to_stays(project, teacher, store):
    run = project.run()
    end = store("--prune", "--yes")

    assert [line[:2] for line in words_of(end.out)[:2]] == [["answers", "0"], ["checkpoints", "0"]]
    assert rows_decide(project.run()) == rows_decide(run)
    assert len(teacher.prompts) == 38


def test_pruning_tells_first_and_removes_nothing(project, store):
    shutil.rmtree(project.run())
    end = store("--prune")

    assert [line[:2] for line in words_of(end.out)[1:]] == [["answers", "38"], ["checkpoints", "4"]]
    assert (end.code, end.err, kept(project)) == (0, "Nothing was removed. Add --yes to remove it.\n", (38, 4))


def test_what_only_a_run_whose_folder_is_gone_refers_to_is_removed(project, teacher, store):
    shutil.rmtree(project.run())
    project.edit("response.yaml", "Respond to", "Reply to")
    run = project.run()
    store("--prune", "--yes")

    assert kept(project) == (38, 4)
    assert rows_decide(project.run()) == rows_decide(run)
    assert len(teacher.prompts) == 38 + 19


def test_the_file_of_the_answers_shrinks(project, store):
    project.run(fresh=True)
    kept_run = project.run(fresh=True)
    for folder in set((project.folder / "out").iterdir()) - {kept_run}:
        shutil.rmtree(folder)
    before = (project.folder / "work" / "answers.sqlite").stat().st_size
    store("--prune", "--yes")

    assert (project.folder / "work" / "answers.sqlite").stat().st_size < before


def test_what_an_unfinished_run_was_answered_stays(project, teacher, sdg_flows, store):
    teacher.fault = lambda exchange: failing(401, "no more") if exchange.prompt.startswith("Respond") else None
    assert sdg_flows(*project.arguments).code == 4
    teacher.fault = lambda exchange: None
    shutil.rmtree(project.run(limit=1))
    asked = len(teacher.prompts)
    end = store("--prune", "--yes")
    project.run()

    assert [line[:2] for line in words_of(end.out)[1:3]] == [["answers", "0"], ["checkpoints", "0"]]
    assert not [prompt for prompt in teacher.prompts[asked:] if prompt.startswith("Write")]


def test_an_unfinished_run_that_is_older_than_it_may_be_is_given_up(project, teacher, sdg_flows, store):
    teacher.fault = lambda exchange: failing(401, "no more") if exchange.prompt.startswith("Respond") else None
    sdg_flows(*project.arguments)
    teacher.fault = lambda exchange: None
    shutil.rmtree(project.run(limit=1))
    store("--prune", "--yes", "--older-than", "0")

    assert kept(project) == (0, 0)


def test_what_is_younger_than_it_must_be_stays(project, store):
    shutil.rmtree(project.run())
    store("--prune", "--yes", "--older-than", "1")

    assert kept(project) == (38, 4)


def test_answers_that_a_retry_has_superseded_stay_with_it(project, teacher, sdg_flows, store):
    teacher.fault = lambda exchange: said("no tag") if exchange.prompt.endswith("topic 0003?") else None
    first = project.run()
    teacher.fault = lambda exchange: None
    sdg_flows(str(first), command="retry")
    shutil.rmtree(first)
    before, _ = kept(project)
    store("--prune", "--yes")

    assert kept(project)[0] == before == 39


def test_a_work_directory_in_use_is_not_pruned(project, store):
    project.run()
    with WorkDir(project.folder / "work").lock():
        end = store("--prune", "--yes")

    assert end.code == 5
    assert "in use by process" in end.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--work-dir", "nowhere"], "--work-dir nowhere: keeps no answers. Expected the work directory of a run."),
        (["--yes"], "--yes, --older-than: say what --prune does. Add --prune."),
    ],
    ids=["no work directory", "nothing to say yes to"],
)
def test_what_cannot_be_shown_is_refused(project, store, words, told):
    WorkDir(project.folder / "work").create().answers.touch()
    end = store(*words)

    assert (end.code, end.err) == (2, f"sdg-flows: {told}\n")
    assert not (project.folder / "nowhere").exists()
