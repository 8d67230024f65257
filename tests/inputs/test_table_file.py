import fsspec
import pytest

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.table_file import table_file


def refused(url: object) -> str:
    with pytest.raises(InputError) as raised, table_file(str(url)):
        pass
    return str(raised.value)


def test_a_local_file_is_used_where_it_lies(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")

    with table_file(str(tmp_path / "a.csv")) as file:
        assert (file.path, file.format) == (tmp_path / "a.csv", "csv")


def test_a_remote_file_is_copied_for_as_long_as_it_is_read():
    with fsspec.open("memory://seeds/a.jsonl", "w") as file:
        file.write('{"a": 1}\n')

    with table_file("memory://seeds/a.jsonl") as file:
        assert (file.path.read_text(), file.shown) == ('{"a": 1}\n', "memory://seeds/a.jsonl")
    assert not file.path.exists()


def test_a_suffix_that_is_not_read_is_refused_with_the_nearest_one():
    known = ".jsonl, .ndjson, .json, .parquet, .csv"

    assert refused("a.jsnl") == (
        f"a.jsnl: suffix '.jsnl' is not one of a table that is read: {known}. Did you mean '.jsonl'?"
    )


def test_a_missing_file_is_refused_with_the_nearest_name(tmp_path):
    (tmp_path / "seeds.jsonl").write_text("{}")

    assert refused(tmp_path / "seed.jsonl") == f"{tmp_path}/seed.jsonl: no such file. Did you mean 'seeds.jsonl'?"


def test_a_folder_and_an_empty_file_are_refused(tmp_path):
    (tmp_path / "a.csv").touch()
    (tmp_path / "b.csv").mkdir()
    (tmp_path / "documents").mkdir()

    assert refused(tmp_path / "a.csv").endswith(
        "a.csv: the file is empty (0 bytes); a table with at least one row is expected"
    )
    assert refused(tmp_path / "b.csv").endswith(
        "b.csv: this is a folder; the file of a table is expected, or, for a taxonomy, --taxonomy"
    )
    assert "this is a folder" in refused(tmp_path / "documents")


def test_an_address_is_shown_without_its_secrets():
    assert refused("nope://ada:s3cret@h/a.csv?token=s3cret") == (
        "nope://h/a.csv: the file cannot be reached: Protocol not known: nope"
    )
