import json

import pytest

from outputs.records import gone, made
from sdg_flows.core.errors import DiskError
from sdg_flows.outputs.run_folder.annotated import annotated_rows, write_annotated

from tables import table

INPUTS = table(row_id=["r1", "r2", "r3"], text=["one", "two", "three"], kind=["a", "b", "c"])
LABELLED = made(
    table(row_id=["c3", "c1a", "c1b"], text=["three", "one", "one"], output=["z", "x", "y"]),
    inputs=INPUTS,
    rejected=[gone("c2", text="two")],
    lineage=[("m1", "r1"), ("c2", "r2"), ("c3", "r3")],
    later=[("c1a", "m1"), ("c1b", "m1")],
)


def test_every_input_row_is_there_in_input_order_with_what_was_added():
    assert list(annotated_rows(LABELLED)) == [
        {"text": "one", "kind": "a", "output": "x"},
        {"text": "one", "kind": "a", "output": "y"},
        {"text": "two", "kind": "b", "output": None},
        {"text": "three", "kind": "c", "output": "z"},
    ]


def test_a_file_that_is_there_is_replaced_as_a_whole(tmp_path):
    file = tmp_path / "out" / "labelled.jsonl"
    write_annotated([LABELLED], file)

    assert write_annotated([LABELLED], file) == 4
    assert [json.loads(line)["output"] for line in file.read_text().splitlines()] == ["x", "y", None, "z"]
    assert [path.name for path in file.parent.iterdir()] == ["labelled.jsonl"]


def test_a_place_that_cannot_be_written_is_a_disk_error(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DiskError, match="the annotated rows cannot be written"):
        write_annotated([LABELLED], tmp_path / "file" / "labelled.jsonl")
