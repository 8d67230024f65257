"""The story of a row, from the command line and for every row of a run."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from orchestrate.counting_teacher import said
from orchestrate.project import lines


@pytest.fixture
def why(sdg_flows, example):
    """Return a function that calls `sdg-flows why` about rows of the example run."""
    return lambda *words: sdg_flows(
        *words, "--output", str(example.home / "out"), "--work-dir", str(example.home / ".sdg_work"), command="why"
    )


def ids_in_messages(run):
    return [json.loads(row["metadata"])["row_id"] for row in lines(run / "messages.jsonl")]


def exchanges(steps):
    return [exchanged for step in steps for exchanged in step.asked]


def test_every_row_that_is_trained_on_is_told_from_its_leaf_to_its_line(example):
    trained = lines(example.folder / "train.jsonl")

    for line, (row_id, pair) in enumerate(zip(ids_in_messages(example.folder), trained, strict=True), 1):
        story, told = example.told(row_id)
        (asked,) = exchanges(told.steps)
        assert (story.files["train.jsonl"], story.left, story.not_trained) == (line, None, None)
        assert told.source["leaf_node_path"] in story.columns["leaf_node_path"]
        assert asked.exact
        assert pair["assistant"] in asked.answer.text
        assert all(step.note is None for step in told.steps)
        assert told.steps[0].made["response"] == pair["assistant"]


def test_every_row_that_left_is_told_with_its_block_its_reason_and_its_answer(example):
    rejected = lines(example.folder / "rejected.jsonl")

    for line, row in enumerate(rejected, 1):
        story, told = example.told(row["row_id"])
        (asked,) = exchanges(told.steps)
        assert (story.left.block, story.left.reason, story.left.detail) == (row["block"], row["reason"], row["detail"])
        assert (story.files, told.steps[-1].block) == ({"rejected.jsonl": line}, row["block"])
        assert asked.exact
        assert row["row"]["question"] in asked.answer.text
    assert len(rejected) > 500


def test_judgements_whose_columns_were_dropped_are_told_by_their_answers(judged):
    row_id = next(iter(ids_in_messages(judged.folder)))
    story, told = judged.told(row_id)
    judging = [step for step in told.steps if step.block.startswith("judge")]

    assert [step.type for step in judging] == ["LLMBlock"] * len(judging) != []
    assert all(exchanged.exact and exchanged.answer.text for exchanged in exchanges(told.steps))
    assert all(set(step.made) and not set(step.made) & set(story.columns) for step in judging)
    assert [step.row_id for step in told.steps][-1] == row_id


def test_a_row_that_stayed_says_where_what_was_asked_and_what_came_back(example, why):
    (first, *_) = ids_in_messages(example.folder)
    end = why(first, "--full")
    (row, *_) = lines(example.folder / "train.jsonl")

    assert (end.code, end.err) == (0, "")
    assert "Stayed   train.jsonl:1, messages.jsonl:1, generated/knowledge_science_oceanography_tides.jsonl:1" in end.out
    assert "source: knowledge/science/oceanography/tides/documents/" in end.out
    assert "[user, as asked: its key is the answer's]" in end.out
    assert f"[Start of Question]{row['user']}[End of Question]" in end.out
    assert "more characters" not in end.out


def test_a_row_that_left_says_at_which_block_why_and_whom_to_ask_about_next(example, why):
    (gone, *_) = lines(example.folder / "rejected.jsonl")
    end = why(gone["row_id"])

    assert f"Left     at gen_pairs.drop_duplicates: duplicate ({gone['detail']})" in end.out
    assert f"`sdg-flows why {gone['detail']}` tells of the row that stayed in its place" in end.out
    assert "gen_pairs.drop_duplicates (DropDuplicatesBlock): the row left here" in end.out
    assert "keep_with_question" not in end.out
    assert "more characters)" in end.out


def test_the_beginning_of_an_id_and_a_line_of_a_file_mean_the_same_row(example, why):
    (first, *_) = ids_in_messages(example.folder)
    leaf = next((example.folder / "generated").glob("knowledge*")).name
    told = [json.loads(why(said, "--json").out) for said in (first, first[:12], "train.jsonl:1", f"{leaf}:1")]

    assert [one["row_id"] for one in told] == [first] * 4
    assert told[0] == told[1] == told[2] == told[3]
    assert told[0]["source"][0]["row_id"] == told[0]["births"][0]["parent_id"]
    assert told[0]["steps"][0]["asked"][0]["answer"]["outcome"] == "ok"


@pytest.mark.parametrize("name", ["train.jsonl", "generated/knowledge_science_oceanography_tides.jsonl"])
def test_the_path_of_a_file_tells_whose_line_it_is(example, sdg_flows, name):
    work = str(example.home / ".sdg_work")
    end = sdg_flows(f"{example.folder / name}:1", "--json", "--output", "elsewhere", "--work-dir", work, command="why")

    assert json.loads(end.out)["row_id"] == ids_in_messages(example.folder)[0]


def test_an_input_row_is_told_by_what_it_became(example, why):
    story, _ = example.told(ids_in_messages(example.folder)[0])
    end = why(story.source[0])

    assert end.code == 0
    assert f"Became   other rows: {story.row_id}, " in end.out


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1", "1: so begin several rows of "),
        ("messages.jsonl:9999", "messages.jsonl:9999: it has 181 lines, in "),
        ("test.jsonl:1", "test.jsonl:1: its rows have no id. Expected train.jsonl, messages.jsonl or generated/."),
        ("gone.jsonl:1", "gone.jsonl:1: the run has no such file, in "),
        ("the first", "the first: is no row id. Expected 24 hex digits or how they begin, "),
        ("f" * 24, "`sdg-flows why train.jsonl:1` tells of the first row trained on."),
    ],
)
def test_what_means_no_single_row_is_refused_in_a_sentence(why, said, told):
    end = why(said)

    assert (end.code, end.out, len(end.err.splitlines())) == (2, "", 1)
    assert told in end.err


def test_an_id_with_a_wrong_digit_is_told_its_nearest(example, why):
    (first, *_) = ids_in_messages(example.folder)
    wrong = first[:7] + ("0" if first[7] != "0" else "1") + first[8:]

    assert why(wrong).err.endswith(f"Did you mean {first!r}?\n")


def test_without_the_answers_it_says_so_and_tells_the_rest(example, sdg_flows):
    words = ("train.jsonl:1", "--run", str(example.folder), "--work-dir", "nowhere")
    end = sdg_flows(*words, command="why")

    assert "Note     no answers are in nowhere: say with --work-dir where they are" in end.out
    assert "is not in the answer store: it was pruned, or lies in another --work-dir" in end.out
    assert "Stayed   train.jsonl:1" in end.out
    assert "as asked: its key is the answer's" in end.out


def test_a_pruned_answer_is_said_to_be_gone(project, teacher, sdg_flows):
    run = project.run()
    with closing(sqlite3.connect(project.folder / "work" / "answers.sqlite")) as store, store:
        store.execute("DELETE FROM answers")
    end = sdg_flows("train.jsonl:1", "--run", str(run), command="why")

    assert end.code == 0
    assert end.out.count("is not in the answer store: it was pruned, or lies in another --work-dir") == 2


def test_each_request_to_an_endpoint_is_told_as_it_was_sent(project, teacher, sdg_flows):
    run = project.run()
    told = json.loads(sdg_flows("train.jsonl:1", "--run", str(run), "--json", command="why").out)
    asked = [exchanged for step in told["steps"] for exchanged in step["asked"]]

    assert [one["exact"] for one in asked] == [True, True]
    assert {one["said"][0]["content"] for one in asked} <= set(teacher.prompts)
    (kept,) = [step for step in told["steps"] if step["block"] == "keep_good"]
    assert int(kept["looked_at"]["score"]) >= 1


def test_a_prompt_that_was_edited_since_is_not_told_as_the_one_that_was_asked(project, sdg_flows):
    run = project.run()
    project.edit("question.yaml", "Write a question", "Think of a question")
    end = sdg_flows("train.jsonl:1", "--run", str(run), command="why")

    assert "Note     the settings of this block or its prompt have changed since" in end.out
    assert "[user, as it would be asked now]" in end.out


def test_a_flow_file_that_is_gone_leaves_the_answers(project, sdg_flows):
    run = project.run()
    (project.folder / "flow.yaml").unlink()
    end = sdg_flows("train.jsonl:1", "--run", str(run), command="why")

    assert "Note     the prompts cannot be made again: " in end.out
    assert "Asked    the prompt cannot be made again" in end.out
    assert "<question>What of " in end.out


def test_an_answer_that_was_drawn_anew_is_told_for_the_row_it_made(project, teacher, sdg_flows):
    teacher.fault = lambda exchange: said("no tag") if "topic 0003?" in exchange.prompt else None
    first = project.run()
    teacher.fault = lambda exchange: None
    sdg_flows(str(first), command="retry")
    second = max((project.folder / "out").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    gone = next(row for row in lines(first / "rejected.jsonl") if row["reason"] == "no_match")
    left = sdg_flows(gone["row_id"], "--run", str(first), command="why").out
    became = json.loads(sdg_flows(gone["row_id"], "--run", str(second), "--json", command="why").out)["became"]
    stayed = json.loads(sdg_flows(became[0], "--run", str(second), "--json", command="why").out)

    assert "Left     at write_questions: no_match" in left
    assert "no tag" in left
    assert "<question>" in stayed["steps"][0]["asked"][0]["answer"]["text"]
    assert stayed["steps"][0]["asked"][0]["exact"]


def test_the_newest_run_that_has_the_row_is_told(project, sdg_flows):
    runs = [project.run(), project.run()]
    end = sdg_flows("train.jsonl:1", "--output", str(project.folder / "out"), command="why")
    shutil.rmtree(runs[1])
    before = sdg_flows("train.jsonl:1", "--output", str(project.folder / "out"), command="why")

    assert (str(runs[1]) in end.out, str(runs[0]) in before.out) == (True, True)


def test_what_a_terminal_would_obey_is_shown_as_its_code(project, teacher, sdg_flows):
    teacher.fault = lambda exchange: said("\x1b[2Jno tag") if "topic 0003?" in exchange.prompt else None
    run = project.run()
    gone = next(row for row in lines(run / "rejected.jsonl") if row["reason"] == "no_match")
    end = sdg_flows(gone["row_id"], "--run", str(run), command="why")

    assert "\\x1b[2Jno tag" in end.out
    assert "\x1b" not in end.out


def test_where_no_run_is_it_is_said(sdg_flows):
    end = sdg_flows("train.jsonl:1", command="why")

    assert (end.code, end.err) == (
        2,
        "sdg-flows: out: no run is there. Give the folder of runs with --output, or a --run.\n",
    )
