import pytest

from outputs.records import answered, gone, made, run
from sdg_flows.core.even_shares import even_shares
from sdg_flows.outputs.past_runs.row_histories import rejected_histories, trained_histories, with_lineage
from sdg_flows.outputs.past_runs.row_history import Birth, row_history
from sdg_flows.outputs.past_runs.row_ids import matching_row_ids
from sdg_flows.outputs.past_runs.run_folders import find_run
from sdg_flows.outputs.report.overview import sample_rows
from sdg_flows.outputs.run_folder.folder import write_run_folder

from tables import table


@pytest.fixture
def kept(tmp_path):
    """Return a run of two pipelines whose rows have the same ids; one of them left."""
    rows = answered("Q1", "Q2", leaf_node_path=["a", "b"])
    lost = [gone("r9", question="Q9", leaf_node_path="a"), *(gone(f"x{at}", "duplicate") for at in range(7))]
    first = made(rows, rejected=lost, lineage=[("m", "s"), ("r9", "m")], later=[("r0", "m"), ("r0", "s"), ("r1", "s")])
    other = made(answered("Q3"), pipeline="skills", lineage=[("r0", "elsewhere")])
    return find_run(str(write_run_folder(run(first, other), tmp_path / "run").folder), "")


def test_kept_rows_are_spread_over_the_pipelines_with_their_columns_and_lines(kept):
    first, second = trained_histories(kept.folder, kept.facts, 2)

    assert [(one.row_id, one.pipeline) for one in (first, second)] == [("r1", "knowledge"), ("r0", "skills")]
    assert first.columns == {"question": "Q2", "response": "about Q2", "leaf_node_path": "b"}
    assert first.files == {"train.jsonl": 2, "messages.jsonl": 2, "generated/b.jsonl": 1}
    assert len(trained_histories(kept.folder, kept.facts, 1)) == 1


def test_rows_of_two_pipelines_with_one_id_have_each_their_own_columns(tmp_path):
    alike = [
        made(answered(said, leaf_node_path=["a"]), pipeline=pipeline) for pipeline, said in (("p", "Q1"), ("q", "Q2"))
    ]
    kept = find_run(str(write_run_folder(run(*alike), tmp_path / "run").folder), "")
    stories = trained_histories(kept.folder, kept.facts, 9)

    assert [(one.row_id, one.pipeline, one.columns["question"]) for one in stories] == [
        ("r0", "p", "Q1"),
        ("r0", "q", "Q2"),
    ]
    assert [one.files["generated/a.jsonl"] for one in stories] == [1, 2]


def test_rejected_rows_are_counted_for_leaves_of_any_name(tmp_path):
    lost = [gone("x1", leaf_node_path='tea "green"'), gone("x2", leaf_node_path=7), gone("x3", leaf_node_path=None)]
    kept = find_run(str(write_run_folder(run(made(rejected=lost)), tmp_path / "run").folder), "")

    assert rejected_histories(kept.folder)[1] == {'tea "green"': 1, "7": 1}


def test_a_run_without_training_rows_shows_made_ones(tmp_path):
    written = write_run_folder(run(made(table(summary=["S1", "S2"])), made(pipeline="other")), tmp_path / "run")
    kept = find_run(str(written.folder), "")
    (story,) = trained_histories(kept.folder, kept.facts, 1)

    assert (story.row_id, story.pipeline, story.columns) == ("r1", "knowledge", {"summary": "S2"})
    assert story.files == {"generated/knowledge.jsonl": 2}
    assert "for want of column question, response" in story.not_trained


def test_the_first_rows_of_each_reason_are_given_and_all_are_counted_by_leaf(kept):
    examples, by_leaf = rejected_histories(kept.folder)

    assert {kind: [story.row_id for story in some] for kind, some in examples.items()} == {
        ("knowledge", "judge", "low_score"): ["r9"],
        ("knowledge", "judge", "duplicate"): ["x0", "x1", "x2", "x3", "x4"],
    }
    assert by_leaf == {"a": 1}
    assert examples["knowledge", "judge", "low_score"][0].files == {"rejected.jsonl": 1}


def test_births_go_from_the_first_ancestor_to_the_row_within_its_pipeline(kept):
    (left,) = rejected_histories(kept.folder)[0]["knowledge", "judge", "low_score"]
    (story,) = with_lineage(kept.folder / "lineage.jsonl", [left])

    assert story.births == (Birth("m", "s", "gen", "k1"), Birth("r9", "m", "gen", "k1"))
    assert story.source == ("s",)


def test_a_row_of_several_parents_has_a_birth_for_each(kept):
    alone = row_history(kept, "r1")
    (story,) = with_lineage(kept.folder / "lineage.jsonl", [alone])

    assert story == alone


@pytest.mark.parametrize(
    ("available", "shares"),
    [
        ([100, 100, 100], [4, 3, 3]),
        ([1, 100, 100], [1, 5, 4]),
        ([0, 100], [0, 10]),
        ([2, 3], [2, 3]),
        ([], []),
    ],
)
def test_samples_are_shared_out_as_evenly_as_there_are_rows(available, shares):
    assert even_shares(available, 10) == shares


def test_a_dialogue_has_its_columns_and_lines_and_is_found_by_its_line(tmp_path):
    talk = [{"role": role, "content": text} for role, text in zip(["user", "assistant"] * 2, "abcd", strict=True)]
    kept = find_run(
        str(write_run_folder(run(made(table(question=["a"], messages=[talk]))), tmp_path / "run").folder), ""
    )
    (story,) = trained_histories(kept.folder, kept.facts, 1)

    assert story.columns == {"question": "a", "messages": talk}
    assert story.files == {"train.jsonl": 1, "messages.jsonl": 1, "generated/knowledge.jsonl": 1}
    assert matching_row_ids(kept, "train.jsonl:1") == ["r0"]
    assert sample_rows(kept, 1)[0]["assistant"] == "d"
