import json

import pyarrow as pa
import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.rows import Rows
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited, verdicts_of_people, write_verdicts
from sdg_flows.orchestrate.workdir.work_dir import WorkDir

from tables import table

QUESTIONS = table(question=["q0", "q1", "q2"])


@pytest.fixture
def work(tmp_path):
    return WorkDir(tmp_path / "work").create()


@pytest.fixture
def ask(work):
    """Return a function that asks what people said of the rows, in two parts."""

    def asked(rows=QUESTIONS):
        parts = list(verdicts_of_people(Rows.of(rows.slice(0, 1), rows.slice(1)), "flow", "people_agree", work))
        return pa.concat_tables(parts).to_pylist()

    return asked


def waiting(ask, rows=QUESTIONS):
    with pytest.raises(ReviewAwaited) as awaited:
        ask(rows)
    return awaited.value


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_rows_wait_in_a_file_that_has_a_place_for_a_verdict_in_each_line(ask):
    awaited = waiting(ask)

    assert lines(awaited.file)[1] == {"row_id": "r1", "verdict": "", "note": "", "question": "q1"}
    assert str(awaited) == (
        f"people_agree: 3 of 3 rows wait for people, in {awaited.file}. Write approved or rejected into the verdict of "
        "each line, and give the same command again; no answer is asked for again."
    )


def test_what_people_wrote_into_the_file_is_the_verdict_part_by_part(ask):
    file = waiting(ask).file
    said = ["approved", "rejected", "approved"]
    filled = [{**line, "verdict": one, "note": one[:3]} for line, one in zip(lines(file), said, strict=True)]
    file.write_text("\n".join(map(json.dumps, filled[::-1])))  # in any order

    assert ask() == [{"row_id": f"r{at}", "verdict": verdict, "note": verdict[:3]} for at, verdict in enumerate(said)]


def test_a_verdict_that_is_none_is_told_with_its_line(ask):
    file = waiting(ask).file
    file.write_text(file.read_text().replace('"verdict": ""', '"verdict": "aproved"', 1))
    awaited = waiting(ask)

    assert str(awaited).startswith(
        f"{file}:1: found the verdict 'aproved', expected approved or rejected. Did you mean 'approved'?\n"
    )
    assert awaited.waiting == 3


def test_a_row_that_was_judged_in_an_earlier_file_need_not_be_judged_again(ask):
    write_verdicts(waiting(ask).file, approve=["r0"], reject=["r1"], rest="approved", note="dull", other=None)
    awaited = waiting(ask, table(question=["q0", "q1", "other"]))

    assert [(line["verdict"], line["note"]) for line in lines(awaited.file)] == [
        ("approved", ""),
        ("rejected", "dull"),
        ("", ""),
    ]
    assert awaited.waiting == 1


def test_a_filled_file_from_elsewhere_is_taken_where_people_saw_the_same(ask, tmp_path):
    file = waiting(ask).file
    other = tmp_path / "filled.jsonl"
    told = [
        {"row_id": "r0", "verdict": "rejected", "question": "q0"},
        {"row_id": "r1", "verdict": "approved", "question": "?"},
    ]
    other.write_text("\n".join(map(json.dumps, told)))
    write_verdicts(file, approve=[], reject=[], rest="", note="", other=other)

    assert [line["verdict"] for line in lines(file)] == ["rejected", "", ""]


def test_an_id_that_no_row_has_is_refused(ask):
    file = waiting(ask).file

    with pytest.raises(SettingsError, match="r9: no row that waits in "):
        write_verdicts(file, approve=[], reject=["r9"], rest="approved", note="", other=None)
