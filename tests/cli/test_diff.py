"""What changed from one run to another, from the command line."""

import json
import re

import pytest

from orchestrate.project import lines


@pytest.fixture
def diff(project, sdg_flows):
    """Return a function that calls `sdg-flows diff` for two runs of the project."""
    return lambda *runs, words=(): sdg_flows(
        *(run.name for run in runs), "--output", str(project.folder / "out"), *words, command="diff"
    )


def test_the_same_command_again_makes_the_same_run_at_another_cost(project, diff):
    end = diff(project.run(), project.run(max_in_flight=2))

    assert end.code == 0
    assert "asked: 38 -> 0" in end.out
    assert "max_in_flight: — -> 2" in end.out
    assert end.out.endswith("The runs are the same\n")


def test_an_edited_prompt_is_found_with_the_rows_that_it_changed(project, diff):
    before = project.run()
    project.edit("response.yaml", "Respond to", "Reply to")
    after = project.run()
    end = diff(before, after)
    told = json.loads(diff(before, after, words=("--json",)).out)

    assert end.code == 1
    assert "  flow: response.yaml: changed\n" in end.out
    assert "  flow: write_responses (LLMBlock): changed\n" in end.out
    assert list(told["files"]) == ["flow: response.yaml"]
    assert list(told["steps"]) == ["flow: write_responses (LLMBlock)"]
    assert told["rows"]["same"] == 0
    assert sum(told["rows"][name] for name in ("changed", "added")) == len(lines(after / "train.jsonl"))
    assert told["settings"] == told["teacher"] == told["versions"] == {}


def test_fewer_rows_are_told_by_their_ids_and_rejections_by_reason(project, diff):
    before, after = project.run(), project.run(limit=5)
    told = json.loads(diff(before, after, words=("--json",)).out)
    ids = [{row["row_id"] for row in lines(run / "generated" / "flow.jsonl")} for run in (before, after)]

    assert told["settings"] == {"limit": [None, 5]}
    assert (told["rows"]["same"], told["rows"]["gone"]) == (len(ids[1]), len(ids[0] - ids[1]))
    assert set(told["rows"]["examples"]["gone"]) <= ids[0] - ids[1]
    assert told["rejected"]["flow: duplicate in write_questions.drop_duplicates"] == [1, None]


def test_a_stricter_filter_is_seen_in_the_scores_and_costs_nothing_more(project, diff, teacher):
    priced = str(project.write("teacher.yaml", f"endpoint: {teacher.url}\nprice: {{prompt: 1000, completion: 1000}}\n"))
    before = project.run(teacher=priced, endpoint=None)
    project.edit("flow.yaml", "filter_value: 1", "filter_value: 4")
    end = diff(before, project.run(teacher=priced, endpoint=None))

    assert re.search(r"flow: keep_good, score: (\d+) of (\d+) ≥ 1, mean (\S+) -> \d+ of \2 ≥ 4, mean \3\n", end.out)
    assert re.search(r"  usd: \$\d+\.\d\d -> \$0\.00\n  usd of flow: write_questions: ", end.out)


def test_a_run_that_is_not_there_is_refused(project, diff):
    end = diff(project.run(), project.folder / "gone")

    assert (end.code, end.out) == (2, "")
    assert end.err.startswith("sdg-flows: gone: no run is here or below ")
