import json

import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.past_runs.run_rows import RowChanges, compare_rows, digest_rows


def row(name, **columns):
    return {"row_id": name * 24, **columns}


@pytest.fixture
def marked(tmp_path):
    """Return a function that marks rows as those of a run with one file."""

    def of(*rows):
        (tmp_path / "generated").mkdir(exist_ok=True)
        lines = "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in rows)
        (tmp_path / "generated" / "a.jsonl").write_text(lines)
        return digest_rows(KeptRun(tmp_path, {"files": {"generated/a.jsonl": {}}}))

    return of


def test_rows_are_compared_by_id_and_columns_in_any_order(marked):
    before = marked(row("a", n=1), row("b", n=2), row("c", n=3), row("d", n=4))
    after = marked(row("d", n=4), row("b", n=20), row("e", n=3), row("f", n=6))
    examples = {"changed": ["b" * 24], "gone": ["a" * 24], "added": ["f" * 24]}

    assert compare_rows(before, after) == RowChanges(1, 1, 1, 1, 1, examples)


def test_rows_of_two_pipelines_that_share_an_id_are_two_rows(marked):
    rows = (row("a", question="q"), row("a", summary="s"))

    assert not compare_rows(marked(*rows), marked(*rows[::-1])).differ


def test_no_rows_are_like_no_rows(marked):
    assert compare_rows(marked(), marked()) == RowChanges(0, 0, 0, 0, 0, {"changed": [], "gone": [], "added": []})


def test_a_line_that_is_no_row_is_refused(marked):
    with pytest.raises(SettingsError, match=r"a\.jsonl: a line begins without row_id"):
        marked({"n": 1})
