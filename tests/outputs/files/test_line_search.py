import json

import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.files.line_search import CHARS_PER_READ, FoundRecord, record_at, records_containing


@pytest.fixture
def file(tmp_path):
    """Return a file of which one piece ends within a line."""
    path = tmp_path / "rows.jsonl"
    filling = "x" * (CHARS_PER_READ // 3)
    path.write_text("".join(json.dumps({"n": f"n{at}", "filling": filling}) + "\n" for at in range(10)))
    return path


def test_records_are_found_with_their_lines(file):
    assert [(found.line, found.record["n"]) for found in records_containing(file, ['"n1"', '"n8"'])] == [
        (2, "n1"),
        (9, "n8"),
    ]


def test_a_text_that_is_nowhere_finds_nothing(file):
    assert list(records_containing(file, ['"n10"'])) == []


@pytest.mark.parametrize("line", [1, 3, 4, 10])
def test_the_record_at_a_line_is_the_one_there(file, line):
    assert record_at(file, line)["n"] == f"n{line - 1}"


def test_behind_the_last_line_there_is_no_record(file):
    assert record_at(file, 11) is None


def test_a_line_break_of_unicode_ends_no_line(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"n":"one\u2028two"}\n{"n":"three"}\n')

    assert list(records_containing(tmp_path / "a.jsonl", ["three"])) == [FoundRecord(2, {"n": "three"})]


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(SettingsError, match=r"gone\.jsonl: cannot be read .*; expected a file of a run"):
        list(records_containing(tmp_path / "gone.jsonl", ["x"]))
