import json

import datasets
import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sdg_flows.core.errors import InputError
from sdg_flows.core.table import with_input_ids
from sdg_flows.inputs.dataset_tables import store_dataset
from sdg_flows.inputs.tables import read_rows, read_table

from tables import cells


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def written(name: str, content: str) -> str:
    with open(name, "w", encoding="utf-8") as file:
        file.write(content)
    return name


def refused(url: str) -> str:
    with pytest.raises(InputError) as raised:
        read_table(url)
    return str(raised.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("f.jsonl", '{"a": 1, "b": "x"}\n{"a": 2, "b": "ÿ"}\n'),
        ("f.ndjson", '{"a": 1, "b": "x"}\n\n{"a": 2, "b": "ÿ"}'),
        ("f.json", '[{"a": 1, "b": "x"},\n {"a": 2, "b": "\\u00ff"}]'),
        ("f.csv", "a,b\n1,x\n2,ÿ\n"),
    ],
)
def test_every_format_gives_the_same_table(name, content):
    table = read_table(written(name, content))

    assert table.drop_columns(["row_id"]) == pa.table({"a": [1, 2], "b": ["x", "ÿ"]})
    assert table.column_names == ["row_id", "a", "b"]


def test_parquet_gives_plain_types(tmp_path):
    message = pa.large_list(pa.struct([("role", pa.large_string()), ("turn", pa.int64())]))
    odd = {
        "d": pa.array(["a", "b"]).dictionary_encode(),
        "l": pa.array(["a", "b"], pa.large_string()),
        "m": pa.array([[{"role": "user", "turn": 1}], None], message),
    }
    pq.write_table(pa.table({**odd, "n": [1, 2]}), "f.parquet")

    plain = {"d": ["a", "b"], "l": ["a", "b"], "m": [[{"role": "user", "turn": 1}], None], "n": [1, 2]}
    assert read_table("f.parquet").drop_columns(["row_id"]) == pa.table(plain)


def test_a_table_is_read_from_an_fsspec_address():
    with fsspec.open("memory://seeds/f.csv", "w") as file:
        file.write("a\nx\n")

    assert cells(read_table("memory://seeds/f.csv"), "a") == ["x"]


def test_equal_rows_keep_two_ids():
    table = read_table(written("f.csv", "a\nx\nx\n"))

    assert len(set(cells(table, "row_id"))) == 2


def test_dates_stay_as_they_are_written():
    assert cells(read_table(written("f.jsonl", '{"d": "2020-01-01"}\n{"d": null}\n')), "d") == ["2020-01-01", None]
    assert cells(read_table(written("f.csv", "d,e\n2020-01-01,x\n")), "d") == ["2020-01-01"]


def test_a_name_with_the_signs_of_a_pattern_is_that_of_one_file():
    written("a1.csv", "a\nother\n")

    assert cells(read_table(written("a[1]*.csv", "a\nx\n")), "a") == ["x"]


def test_words_for_nothing_stay_words_in_csv_and_empty_cells_are_null():
    assert cells(read_table(written("f.csv", "a,b\nNA,1\nNone,2\n,3\n")), "a") == ["NA", "None", None]


@pytest.mark.parametrize("last", [{"a": "late"}, {"a": None, "z": 1.5}])
def test_a_column_that_gets_its_type_late_in_a_large_file_is_read(last):
    first = json.dumps({"p": "x" * 1000, "a": None}) + "\n"
    table = read_table(written("f.jsonl", first * 12_000 + json.dumps(last) + "\n"))

    assert {name: cells(table, name)[-1] for name in last} == last
    assert table.num_rows == 12_001


def test_nested_values_are_kept():
    messages = [{"role": "user", "content": "x"}]

    assert cells(read_table(written("f.jsonl", json.dumps({"m": messages}))), "m") == [messages]


def test_a_column_of_mixed_kinds_is_refused_with_its_line():
    assert refused(written("f.jsonl", '{"a": 1}\n{"a": "two"}\n')) == (
        "f.jsonl:2: column 'a' is text in row 2 but a number in row 1"
    )


def test_rows_lie_in_parts_of_a_thousand_with_types_of_the_whole_file(tmp_path):
    pq.write_table(pa.table({"a": range(2500)}), "f.parquet")
    written("f.csv", "a\n" + "1\n" * 2499 + "x\n")
    written("f.jsonl", '{"a": 1}\n' * 2499 + '{"a": 0.5}\n')
    kinds = {"f.parquet": pa.int64(), "f.csv": pa.string(), "f.jsonl": pa.float64()}

    for name, kind in kinds.items():
        rows = read_rows(name, tmp_path / f"of {name}")
        assert [part.num_rows for part in rows.parts] == [1000, 1000, 500]
        assert [part.schema.field("a").type for part in rows.parts] == [kind] * 3


def test_a_data_set_is_stored_in_parts_with_the_ids_of_the_whole(tmp_path):
    plain = pa.table({"a": ["x", "y", "x"] * 500, "l": [[1], None, [1]] * 500})
    rows = store_dataset(datasets.Dataset(plain), tmp_path)

    assert [part.num_rows for part in rows.parts] == [1000, 500]
    assert rows.table() == with_input_ids(plain)


def test_a_parquet_column_of_mappings_is_refused():
    pq.write_table(pa.table({"m": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64()))}), "f.parquet")

    assert refused("f.parquet").startswith("f.parquet: the file cannot be read as parquet: Arrow type map<")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("__x", "column '__x' has a name that is kept for the run itself; rename it"),
        ("", "a column has no name; give every column one"),
    ],
)
def test_names_that_a_run_keeps_for_itself_are_refused(name, text):
    assert refused(written("f.jsonl", json.dumps({name: "x", "b": "y"}))) == f"f.jsonl: {text}"


def test_rows_that_an_earlier_run_made_keep_its_ids_beside_their_own():
    rows = read_table(written("f.jsonl", '{"row_id": "r1", "a": "x"}\n{"row_id": "r2", "a": "x"}\n'))

    assert cells(rows, "earlier_row_id") == ["r1", "r2"]
    assert len(set(rows["row_id"].to_pylist()) - {"r1", "r2"}) == 2


def test_two_columns_that_would_have_one_name_are_refused():
    both = written("f.jsonl", '{"row_id": "r1", "earlier_row_id": "r0"}\n')

    assert refused(both) == "f.jsonl: there are columns 'row_id' and 'earlier_row_id', which the first becomes"


def test_torn_and_empty_parquet_is_refused():
    pq.write_table(pa.table({"a": ["x"]}), "f.parquet")
    with open("f.parquet", "rb") as whole, open("torn.parquet", "wb") as torn:
        torn.write(whole.read()[:-20])
    pq.write_table(pa.table({"a": pa.array([], pa.string())}), "none.parquet")

    assert refused("torn.parquet").startswith("torn.parquet: the file cannot be read as parquet: Parquet magic bytes")
    assert refused("none.parquet") == "none.parquet: the file has no rows; a table with at least one row is expected"


def test_a_parquet_column_of_json_values_is_refused():
    values = pa.ExtensionArray.from_storage(pa.json_(), pa.array(['{"a": 1}']))
    pq.write_table(pa.table({"j": values}), "f.parquet")

    assert refused("f.parquet") == "f.parquet: column 'j' has type extension<arrow.json>, which a table cannot have"


def test_reading_leaves_nothing_behind_and_says_nothing(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_table(written("f.csv", "a\n1\n"))

    assert ([file.name for file in tmp_path.iterdir()], capfd.readouterr()) == (["f.csv"], ("", ""))
