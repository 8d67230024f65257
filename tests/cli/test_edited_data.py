"""Runs whose files people have edited since: what is told of them, and what is refused, in a sentence."""

import shutil

import pytest

ADDED = '{"system": "", "user": "Mine?", "assistant": "Yes."}'


@pytest.fixture
def edited(example, sdg_flows, tmp_path):
    """Return a function that edits the lines of a file of the example run, and calls a command about the run."""
    run = shutil.copytree(example.folder, tmp_path / "edited")

    def called(name, edit, *words, command="report"):
        lines = (run / name).read_text().splitlines()
        (run / name).write_text("".join(f"{line}\n" for line in edit(lines)))
        return sdg_flows(*words, command=command)

    return called


@pytest.mark.parametrize(
    ("edit", "changed_by"),
    [
        (lambda lines: [*lines, ADDED, ADDED], 2),
        (lambda lines: [ADDED, *lines], 1),
        (lambda lines: lines[2:], -2),
        (lambda lines: lines[:-1], -1),
    ],
    ids=["added at the end", "added at the beginning", "removed at the beginning", "removed at the end"],
)
def test_the_page_counts_the_training_rows_that_are_there(example, edited, tmp_path, edit, changed_by):
    end = edited("train.jsonl", edit, "edited", "--output", "page.html")
    there = len((example.folder / "train.jsonl").read_text().splitlines()) + changed_by

    assert (end.code, end.err) == (0, "")
    assert f"{there:,} training rows" in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("train.jsonl", "{broken", "found '{broken', expected a JSON object with user, assistant as a run writes it."),
        ("train.jsonl", '{"user": "Q"}', 'found \'{"user": "Q"}\', expected a JSON object with user, assistant'),
        ("rejected.jsonl", "", "found '', expected a JSON object with pipeline, row_id, block, reason, detail,"),
    ],
)
def test_a_line_that_is_none_of_a_run_is_said_with_its_place(edited, name, line, said):
    end = edited(name, lambda lines: [line, *lines], "edited")

    assert (end.code, end.out, end.err.count("\n")) == (2, "", 1)
    assert end.err.startswith(f"sdg-flows: edited/{name}:1: {said}")


def test_a_line_of_train_jsonl_that_was_moved_is_not_told_as_another_row(edited):
    end = edited("train.jsonl", lambda lines: lines[1:], "train.jsonl:1", "--run", "edited", command="why")

    assert (end.code, end.out) == (2, "")
    assert "train.jsonl:1: is not the row that the run wrote there: train.jsonl of edited was edited." in end.err


def test_runs_are_compared_by_what_they_made_whatever_became_of_the_training_rows(example, edited):
    end = edited("train.jsonl", lambda lines: lines[1:], "edited", str(example.folder), command="diff")

    assert (end.code, end.out.splitlines()[-1]) == (0, "The runs are the same")
