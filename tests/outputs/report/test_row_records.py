import json

import pytest

from sdg_flows.outputs.report.row_records import MAX_BYTES, embeddable_json, script_json, truncated


def test_json_in_a_page_has_nothing_that_ends_a_script():
    nasty = "</script><!-- & \u2028 'ö'"

    assert json.loads(script_json(nasty)) == nasty
    assert not set(script_json(nasty)) & set("<>&\u2028")


def test_texts_are_cut_and_further_entries_left_out():
    row = {"text": "x" * 12, "many": list(range(50)), "odd": [float("nan")], "deep": {"a": {"b": "y" * 12}}}

    assert truncated(row, 10) == {
        "text": "x" * 10 + " … (2 more characters)",
        "many": list(range(40)),
        "odd": ["nan"],
        "deep": {"a": {"b": "y" * 10 + " … (2 more characters)"}},
    }


@pytest.mark.parametrize(("rows", "characters", "shown"), [(60, 1_000, 60), (100, 50_000, 100)])
def test_rows_have_room_in_a_page_whatever_their_texts(rows, characters, shown):
    told = [{f"column {at}": "<" * characters for at in range(30)} for _ in range(rows)]
    text, count = embeddable_json(told)

    assert len(text) <= MAX_BYTES + 2
    assert (count, len(json.loads(text))) == (shown, shown)


def test_rows_that_have_no_room_even_so_are_left_out_from_the_end():
    wide = {f"column {at}": {f"{at} {inner}": ["<" * 200] * 40 for inner in range(40)} for at in range(3)}
    text, count = embeddable_json([wide] * 100)

    assert 0 < count == len(json.loads(text)) < 100
    assert embeddable_json([]) == ("[]", 0)
