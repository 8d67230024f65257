"""What a run's folder says of paths: it is published, and where on a machine its user works is nobody's business."""

import shlex

from orchestrate.project import record


def test_no_file_of_a_run_below_the_current_folder_has_that_folders_path(project, sdg_flows):
    saved = project.folder / "saved.jsonl"
    end = sdg_flows(*project.arguments, "--save-path", str(saved), "--accept-partial")
    (run,) = (project.folder / "out").iterdir()
    told = [path for path in run.rglob("*") if path.is_file() and str(project.folder) in path.read_text()]

    assert (end.code, told) == (0, [])
    settings = record(run)["settings"]
    assert [settings[name] for name in ("pipeline", "input", "output", "work_dir", "save_path")] == [
        "flow.yaml",
        "seeds.jsonl",
        "out",
        "work",
        "saved.jsonl",
    ]


def test_the_command_in_the_report_and_why_and_diff_find_what_such_a_run_names(project, teacher, sdg_flows):
    sdg_flows(*project.arguments, "--quiet")
    (run,) = (project.folder / "out").iterdir()
    asked = len(teacher.prompts)
    command = next(line for line in (run / "report.md").read_text().splitlines() if "sdg_flows.run" in line)
    again = sdg_flows(*shlex.split(command)[3:], "--quiet")
    told = sdg_flows("train.jsonl:1", "--run", str(run), command="why").out
    differ = sdg_flows(run.name, again.out.strip().removeprefix("out/"), command="diff")

    assert (again.code, len(teacher.prompts), differ.code) == (0, asked, 0)
    assert "[user, as asked: its key is the answer's]" in told


def test_a_suite_of_the_package_is_named_as_the_command_line_names_it_and_its_prompts_are_made_again(
    example, sdg_flows
):
    files = [one["flow_file"] for one in record(example.folder)["pipelines"]]
    told = sdg_flows("train.jsonl:1", "--run", str(example.folder), command="why").out

    assert sorted(files) == ["simple/freeform_skills.yaml", "simple/grounded_skills.yaml", "simple/knowledge.yaml"]
    assert "[user, as asked: its key is the answer's]" in told
