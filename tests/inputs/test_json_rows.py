import json
from pathlib import Path

import pyarrow as pa
import pytest

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.json_rows import json_rows, json_tables


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": 1}\n{"a": 2}\n',
        b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}',
        b'[{"a": 1}, {"a": 2}]',
        b'\xef\xbb\xbf\n[\n {"a": 1},\n {"a": 2}\n]\n',
    ],
    ids=["lines", "mark, blank and no last line end", "array", "spread array"],
)
def test_lines_and_arrays_are_read_alike(tmp_path, content):
    (tmp_path / "f").write_bytes(content)

    assert list(json_rows(tmp_path / "f", "f")) == [{"a": 1}, {"a": 2}]
    assert list(json_tables(tmp_path / "f", "f", 1)) == [pa.table({"a": [1]}), pa.table({"a": [2]})]


def written(folder: Path, *rows: object) -> Path:
    (folder / "f").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder / "f"


def test_all_tables_have_the_columns_and_types_of_the_whole_file(tmp_path):
    tables = json_tables(written(tmp_path, {"a": 1}, {"b": None, "a": 0.5}, {"b": [{"c": "x"}]}), "f", 1)

    assert [table.to_pylist() for table in tables] == [
        [{"a": 1.0, "b": None}],
        [{"a": 0.5, "b": None}],
        [{"a": None, "b": [{"c": "x"}]}],
    ]


def test_dates_are_text_at_any_depth(tmp_path):
    row = {"d": "2020-01-01", "l": ["2020-01-01T00:00:00Z"], "o": {"d": "2020-01-01"}}

    assert next(json_tables(written(tmp_path, row), "f", 9)).to_pylist() == [row]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1}\n{"a": 2', "f:2: this line is not a whole JSON value: Expecting ',' delimiter at column 8"),
        (b'{"a": 1}\n{"a":\n', "f:2: this line is not a whole JSON value: Expecting value at column 6"),
        (b'[{"a": 1},\n {"a": 2}', "f:2: this is not a whole JSON array: Expecting ',' delimiter at column 10"),
        (b'{"a": 1}\n\n{"a": "\xff"}', "f:3: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b'[{"a": 1},\n{"a": "\xff"}]', "f:2: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b'{"a": 1}\n[2]\n', "f:2: row 2 is a list; an object with the columns of the row is expected"),
        (b"[1]", "f: row 1 is a number; an object with the columns of the row is expected"),
        (b"{}", "f:1: row 1 is an object without keys; an object with the columns of the row is expected"),
        (b'{"a": 1}\n{"a": "x"}\n', "f:2: column 'a' is text in row 2 but a number in row 1"),
        (b'{"a": 1, "b": 2, "a": 3}', "f:1: key 'a' stands twice in one object"),
        (b'\n{"a": "x"}\n{"a": "\\ud800"}', "f:3: this row cannot be read: The surrogate pair in string is invalid."),
        (b'{"a": NaN}', "f:1: NaN is not a number that JSON has; write null"),
        (b'{"a": 9223372036854775808}', "f:1: number 9223372036854775808 is beyond 64 bits; put it in quotes"),
        (b'{"a": ' + b"[" * 100_000, "f:1: the JSON is nested too deep"),
        (b"\n \n", "f: the file has no rows; a table with at least one row is expected"),
        (b"[]", "f: the file has no rows; a table with at least one row is expected"),
    ],
)
def test_what_a_table_cannot_hold_is_refused_with_its_line(tmp_path, content, message):
    (tmp_path / "f").write_bytes(content)

    with pytest.raises(InputError) as raised:
        list(json_tables(tmp_path / "f", "f", 1000))

    assert str(raised.value) == message


def test_the_ends_of_64_bits_are_read(tmp_path):
    (tmp_path / "f").write_text('{"a": 9223372036854775807, "b": -9223372036854775808}')

    assert list(json_rows(tmp_path / "f", "f")) == [{"a": 2**63 - 1, "b": -(2**63)}]
