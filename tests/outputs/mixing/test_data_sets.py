import fsspec
import pytest

from outputs.mixes import talk, ten, write_rows
from sdg_flows.core.errors import InputError
from sdg_flows.outputs.mixing.data_sets import conversations, count_rows


def test_rows_come_in_order_each_as_often_as_asked(tmp_path):
    write_rows(tmp_path / "a.jsonl", ten())

    rows = conversations(str(tmp_path / "a.jsonl"), lambda place: {1: 2, 4: 1}.get(place, 0))
    assert [row["id"] for row in rows] == ["r1", "r1", "r4"]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085", "\u000b", "\u000c", "\u001c"])
def test_text_with_other_line_breaks_is_one_row(tmp_path, mark):  # C122
    row = talk(f"a{mark}b", "c")
    write_rows(tmp_path / "a.jsonl", [row, row])

    assert list(conversations(str(tmp_path / "a.jsonl"))) == [row, row]


def test_raw_line_separators_inside_a_line_do_not_end_it(tmp_path):  # C122, as other tools write them
    (tmp_path / "a.jsonl").write_bytes('{"messages": [], "x": "a\u2028b\u0085c"}\n'.encode())

    assert list(conversations(str(tmp_path / "a.jsonl"))) == [{"messages": [], "x": "a\u2028b\u0085c"}]


def test_blank_lines_are_no_rows(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"messages": []}\n\n  \n{"messages": []}')

    assert count_rows(str(tmp_path / "a.jsonl")) == 2


def test_an_address_is_read():
    with fsspec.open("memory://sets/a.jsonl", "wb") as file:
        file.write(b'{"messages": []}\n')

    assert list(conversations("memory://sets/a.jsonl")) == [{"messages": []}]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", r"a.jsonl:2: this is no line of JSON"),
        ('{"messages": [], "x": NaN}', r"a.jsonl:2: .*JSON has no NaN"),
        ('{"question": "Q"}', r"a.jsonl:2: this row has no 'messages', a list of role and content"),
        ('{"messages": [{"role": "user"}]}', r"a.jsonl:2: this row has no 'messages'"),
        ("[]", r"a.jsonl:2: this row is no JSON object"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(tmp_path, line, said):
    (tmp_path / "a.jsonl").write_text(f"\n{line}\n")

    with pytest.raises(InputError, match=said):
        list(conversations(str(tmp_path / "a.jsonl")))


def test_rows_that_are_not_drawn_are_not_parsed(tmp_path):
    (tmp_path / "a.jsonl").write_text("{\n{\n")

    assert list(conversations(str(tmp_path / "a.jsonl"), lambda _: 0)) == []


def test_a_file_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="the data set cannot be read"):
        count_rows(str(tmp_path / "none.jsonl"))
