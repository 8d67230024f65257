import pytest

from orchestrate.project import lines
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited, write_verdicts

REVIEW = """
  - name: people_agree             # question, response in
    type: HumanReviewBlock
    config: {show: [question, response]}
"""


@pytest.fixture
def reviewed_project(project):
    flow = project.folder / "flow.yaml"
    flow.write_text(flow.read_text().rstrip() + REVIEW)
    return project


def test_a_run_waits_for_people_and_the_same_again_asks_nothing_and_goes_on(reviewed_project, teacher):
    with pytest.raises(ReviewAwaited) as awaited:
        reviewed_project.run()
    asked = len(teacher.prompts)
    file = awaited.value.file
    assert list(reviewed_project.folder.glob("out/*")) == []

    first = lines(file)[0]["row_id"]
    write_verdicts(file, approve=[], reject=[first], rest="approved", note="too easy", other=None)
    run = reviewed_project.run()

    assert len(teacher.prompts) == asked
    assert len(lines(run / "train.jsonl")) == len(lines(file)) - 1
    (left,) = [row for row in lines(run / "rejected.jsonl") if row["block"] == "people_agree"]
    assert (left["row_id"], left["reason"], left["detail"]) == (first, "not_approved", "too easy")


@pytest.mark.nightly
def test_what_people_change_their_mind_about_is_another_outcome(reviewed_project):
    with pytest.raises(ReviewAwaited) as awaited:
        reviewed_project.run()
    file = awaited.value.file
    waiting = file.read_text()
    write_verdicts(file, approve=[], reject=[], rest="approved", note="", other=None)
    all_rows = len(lines(reviewed_project.run() / "train.jsonl"))
    file.write_text(waiting)
    write_verdicts(file, approve=[], reject=[lines(file)[0]["row_id"]], rest="approved", note="", other=None)

    assert len(lines(reviewed_project.run() / "train.jsonl")) == all_rows - 1
