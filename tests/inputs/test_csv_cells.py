import csv

import pyarrow as pa
import pytest

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.csv_cells import csv_header, csv_schema


def test_the_names_of_the_columns_are_given(tmp_path):
    (tmp_path / "f").write_bytes('\ufeffa,"b, c"\r\n1,"x\r\ny"\r\n\r\n2,z'.encode())

    assert csv_header(tmp_path / "f", "f") == ["a", "b, c"]


def test_a_long_cell_is_read_and_the_limit_of_others_left_as_it_was(tmp_path):
    csv.field_size_limit(131_072)
    (tmp_path / "f").write_text(f"a\n{'x' * 1_000_000}\n")

    assert (csv_header(tmp_path / "f", "f"), csv.field_size_limit()) == (["a"], 131_072)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n1,2,3\n", "f:3: this row has 3 cells; the header has 2"),
        (b"a,b\n1\n", "f:2: this row has 1 cells; the header has 2"),
        (b"a;b\n1;2, 3\n", "f:1: the columns 'a;b' are separated by semicolons; save the file with commas"),
        (b'a,b\n1,"x\n', "f:2: this is not readable as CSV: unexpected end of data"),
        (b"a,b\n1,2\n3,\xff\n", "f:3: this is not UTF-8; save the file as UTF-8"),
        (b"a,b,a\n1,2,3\n", "f:1: column 'a' stands twice in the header"),
        (b"a,b\n", "f: the file has no rows; a table with at least one row is expected"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_line(tmp_path, content, message):
    (tmp_path / "f").write_bytes(content)

    with pytest.raises(InputError) as raised:
        csv_header(tmp_path / "f", "f")

    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1", None, "-20"], pa.int64()),
        (["1", "0.5", "1e3"], pa.float64()),
        (["007", "8"], pa.string()),
        (["1", "x"], pa.string()),
        (["+1", " 2"], pa.string()),
        (["nan", "inf"], pa.string()),
        (["1" * 19], pa.string()),
        ([None, None], pa.string()),
    ],
)
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_columns_of_numbers_are_told_from_texts_over_all_tables(texts, kind, rows):
    whole = pa.table({"a": pa.array(texts, pa.string())})

    assert csv_schema(whole.slice(start, rows) for start in range(0, 3, rows)) == pa.schema([("a", kind)])
