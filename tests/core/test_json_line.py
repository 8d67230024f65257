import json
from datetime import date

from sdg_flows.core.json_line import json_line


def test_a_number_that_json_has_no_word_for_is_null_at_any_depth():
    found = {
        "usd": float("nan"),
        "scores": [(1.5, float("inf")), {"mean": -float("inf")}],
        "rows": 3,
        "day": date(2026, 1, 2),
    }

    assert json.loads(json_line(found)) == {
        "usd": None,
        "scores": [[1.5, None], {"mean": None}],
        "rows": 3,
        "day": "2026-01-02",
    }


def test_a_text_comes_back_as_it_was_and_is_one_line_that_no_terminal_obeys():
    text = "día\n\x1b[31m\x9b31m\x85\u2028\ud83d"
    line = json_line(text)

    assert json.loads(line) == text
    assert line == '"día\\n\\u001b[31m\\u009b31m\\u0085\\u2028\\ud83d"'
