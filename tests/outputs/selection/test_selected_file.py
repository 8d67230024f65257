import json

import pytest

from outputs.mixes import rows_in, talk, ten, write_rows
from sdg_flows.core.errors import InputError, SettingsError
from sdg_flows.outputs.selection.selected_file import Selected, select

TIDE, TIDES = talk("Why do tides rise?", "The Moon pulls."), talk("Why do the tides rise?", "The Moon pulls.")
BREAD = talk("How is bread baked?", "In an oven.")


def test_near_duplicates_are_not_both_selected_and_rows_keep_their_order(tmp_path):
    write_rows(tmp_path / "in.jsonl", [TIDE, TIDES, BREAD])

    assert select(str(tmp_path / "in.jsonl"), "2", tmp_path / "out.jsonl") == Selected(2, 3, 1)
    first, second = rows_in(tmp_path / "out.jsonl")
    assert first in (TIDE, TIDES)
    assert second == BREAD


def test_lines_are_written_as_they_stand(tmp_path):
    lines = ['{"n":1.50,  "q": "\\u00e9"}', '{"q": "x\x85y", "n": null}']
    (tmp_path / "in.jsonl").write_bytes("\n\n".join(lines).encode())

    select(str(tmp_path / "in.jsonl"), "1.0", tmp_path / "out.jsonl", column="q")
    assert (tmp_path / "out.jsonl").read_bytes().decode() == "".join(f"{line}\n" for line in lines)


def test_a_column_decides_what_is_compared(tmp_path):
    rows = [{"a": word, "b": other} for word, other in (("tide", "moon"), ("tide", "oven"), ("bread", "moon"))]
    write_rows(tmp_path / "in.jsonl", rows)
    kept = {}
    for column in "ab":
        select(str(tmp_path / "in.jsonl"), "2", tmp_path / "out.jsonl", column=column)
        kept[column] = {row[column] for row in rows_in(tmp_path / "out.jsonl")}

    assert kept == {"a": {"tide", "bread"}, "b": {"moon", "oven"}}


def test_the_system_message_is_not_compared(tmp_path):
    system = {"role": "system", "content": "You answer questions about everything at length and with care."}
    rows = [{"messages": [system, *TIDE["messages"]]}, TIDE, BREAD]
    write_rows(tmp_path / "in.jsonl", rows)

    select(str(tmp_path / "in.jsonl"), "2", tmp_path / "out.jsonl")
    assert rows_in(tmp_path / "out.jsonl")[1] == BREAD


def test_a_large_file_is_selected_in_folds_to_the_exact_size(tmp_path):
    write_rows(tmp_path / "in.jsonl", ({"n": f"row {at}"} for at in range(2001)))

    assert select(str(tmp_path / "in.jsonl"), "7", tmp_path / "a.jsonl", column="n") == Selected(7, 2001, 2)
    numbers = [int(row["n"][4:]) for row in rows_in(tmp_path / "a.jsonl")]
    assert sorted(set(numbers)) == numbers
    assert sum(number < 1000 for number in numbers) == 3


def test_a_file_may_be_its_own_target(tmp_path):
    write_rows(tmp_path / "in.jsonl", ten())

    select(str(tmp_path / "in.jsonl"), "0.3", tmp_path / "in.jsonl")
    assert len(rows_in(tmp_path / "in.jsonl")) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file has no rows"),
        ('{"messages": []}\n{', r"in\.jsonl:2: this is no line of JSON"),
        ('{"message": []}', "no column 'messages'. Did you mean 'message'"),
        ("[1]", "no column 'messages'. Columns: none"),
        ('{"messages": "\udcff"}', "this is no line of JSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_written(tmp_path, text, said):
    (tmp_path / "in.jsonl").write_bytes(text.encode(errors="surrogateescape"))

    with pytest.raises(InputError, match=said):
        select(str(tmp_path / "in.jsonl"), "1", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_more_rows_than_there_are_are_refused(tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps(TIDE))

    with pytest.raises(SettingsError, match="2 of 1 rows"):
        select(str(tmp_path / "in.jsonl"), "2", tmp_path / "out.jsonl")
