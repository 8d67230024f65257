import json

import pytest

from sdg_flows.core.errors import ContractError
from sdg_flows.outputs.files.jsonl import jsonl_line

LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize("mark", LINE_BREAKS)
def test_a_row_is_one_line_for_every_reader_and_reads_back_equal(mark):
    row = {"text": f"before{mark}after", "nested": [{mark: mark}]}
    line = jsonl_line(row)

    assert line.splitlines() == [line]
    assert json.loads(line) == row


def test_other_scripts_stay_readable_and_keys_keep_their_order():
    assert jsonl_line({"row_id": "r0", "b": "größe 数学", "a": None}) == '{"row_id":"r0","b":"größe 数学","a":null}'


def test_unicode_line_breaks_are_written_as_escapes():
    assert jsonl_line({"a": "\x85\u2028\u2029"}) == r'{"a":"\u0085\u2028\u2029"}'


def test_lone_surrogates_become_the_replacement_character():
    assert json.loads(jsonl_line({"a": "x\ud800y\udfff"})) == {"a": "x\ufffdy\ufffd"}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), [1.0, float("-inf")]])
def test_numbers_that_json_cannot_hold_are_refused_by_row_and_column(number):
    with pytest.raises(ContractError, match=r"row 'r7': column score holds NaN or an infinite number"):
        jsonl_line({"row_id": "r7", "score": number, "good": 1.5})
