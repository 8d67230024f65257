import hashlib
import platform
from importlib.metadata import version

import pytest

from orchestrate.counting_teacher import counting_teacher
from orchestrate.project import lines, new_project, record
from sdg_flows import __version__


@pytest.fixture(scope="module")
def teacher():
    with counting_teacher() as counting:
        yield counting


@pytest.fixture(scope="module")
def project(tmp_path_factory, teacher, prefect_server):
    return new_project(tmp_path_factory.mktemp("project"), teacher.url)


@pytest.fixture(scope="module")
def run(project):
    return project.run()


def test_every_input_row_ends_as_output_or_as_rejected(run):
    balance = record(run)["balance"]

    assert balance["inputs"] == 20 == balance["with_output"] + balance["all_rejected"]
    assert balance == {**balance, "lost": 0, "strays": 0, "adds_up": True}


def test_the_counts_are_those_of_the_files(run):
    told = record(run)
    (pipeline,) = told["pipelines"]

    assert pipeline["output_rows"] == len(lines(run / "train.jsonl")) == len(lines(run / "generated" / "flow.jsonl"))
    assert pipeline["rejected_rows"] == len(lines(run / "rejected.jsonl"))
    assert {name: facts["lines"] for name, facts in told["files"].items() if name.endswith("jsonl")} == {
        name: len(lines(run / name)) for name in told["files"] if name.endswith("jsonl")
    }


def test_each_step_takes_in_what_the_step_before_let_go(run):
    steps = record(run)["pipelines"][0]["steps"]

    assert [step["rows_in"] for step in steps] == [20, *(step["rows_out"] for step in steps[:-1])]
    assert all(step["rows_in"] == step["rows_out"] + sum(step["rejected"].values()) for step in steps)


def test_requests_and_tokens_are_those_the_server_saw(run, teacher):
    told = record(run)

    assert (told["asked"], told["reused"]) == (38, 1)
    assert told["tokens"]["prompt"] == sum(len(prompt.split()) for prompt in teacher.prompts)


def test_the_digest_of_each_file_is_that_of_its_bytes(run):
    files = record(run)["files"]
    there = {str(file.relative_to(run)) for file in run.rglob("*") if file.is_file()}

    assert there == {*files, "run.json"}
    assert {name: facts["sha256"] for name, facts in files.items()} == {
        name: hashlib.sha256((run / name).read_bytes()).hexdigest() for name in files
    }


def test_versions_and_settings_say_what_ran(run, project):
    told = record(run)

    assert told["versions"]["sdg_flows"] == __version__
    assert told["versions"]["python"] == platform.python_version()
    assert told["versions"]["prefect"] == version("prefect")
    assert {name: told["settings"][name] for name in project.choices} == project.choices
