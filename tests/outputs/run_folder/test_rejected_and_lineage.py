from outputs.records import gone, made
from sdg_flows.outputs.run_folder.rejected_and_lineage import lineage_rows, parse_columns, rejected_rows


def test_a_rejected_row_says_where_it_left_and_why_and_holds_its_columns():
    (row,) = rejected_rows([made(rejected=[gone("r1", detail="score is 0", question="Q")])])

    assert list(row.items()) == [
        ("pipeline", "knowledge"),
        ("row_id", "r1"),
        ("block", "judge"),
        ("reason", "low_score"),
        ("detail", "score is 0"),
        ("answer_key", "k1"),
        ("row", {"question": "Q"}),
    ]


def test_nan_in_a_rejected_row_is_kept_as_text():
    assert parse_columns('{"score": NaN, "low": [-Infinity]}') == {"score": "NaN", "low": ["-Infinity"]}


def test_lineage_has_one_row_for_each_made_row():
    rows = list(lineage_rows([made(lineage=[("c1", "r0"), ("c2", "r0")])]))

    assert [list(row.values()) for row in rows] == [
        ["knowledge", "c1", "r0", "gen", "k1"],
        ["knowledge", "c2", "r0", "gen", "k1"],
    ]
    assert list(rows[0]) == ["pipeline", "row_id", "parent_id", "block", "answer_key"]
