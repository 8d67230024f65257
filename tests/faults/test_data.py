import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.kill_flows import ROWS
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.tables import read_table


def test_a_byte_that_flips_in_the_text_of_a_parquet_file_is_refused(tmp_path):
    file = tmp_path / "f.parquet"
    pq.write_table(pa.table({"a": [f"{at} " + "x" * 1000 for at in range(2000)]}), file, compression="none")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)

    with pytest.raises(InputError, match=r"the file cannot be read as parquet: .*UTF"):
        read_table(str(file))


def test_a_cell_of_ten_megabytes_is_read(tmp_path):
    (tmp_path / "f.jsonl").write_text(json.dumps({"a": "w" * 10_000_000}))

    assert len(read_table(str(tmp_path / "f.jsonl"))["a"][0].as_py()) == 10_000_000


def test_columns_with_odd_names_keep_them(tmp_path):
    names = ["a.b", "c d", "\N{GRINNING FACE}", "{{ x }}"]
    (tmp_path / "f.jsonl").write_text(json.dumps(dict.fromkeys(names, "x")))

    assert read_table(str(tmp_path / "f.jsonl")).column_names == ["row_id", *names]


@pytest.mark.parametrize("damage", [b'{"topic": "x"', b'{"topic": "\xff"}', b'{"topik": "x"}', b""], ids=str)
def test_input_that_cannot_be_used_is_told_before_anything_is_asked(flow, damage):
    words = flow.words()
    (flow.folder / "seeds.jsonl").write_bytes(damage)
    end = flow.call(*words)

    assert (end.code, flow.runs, flow.teacher.calls) == (2, [], ())
    assert "Traceback" not in end.err


def test_a_run_whose_every_row_is_rejected_ends_well_and_says_so(flow):
    assert flow.run("malformed_tags").code == 0

    assert (flow.rows, dict(flow.rejected_by_reason)) == (0, {"no_match": ROWS})
    assert (flow.runs[-1] / "train.jsonl").read_text() == ""


@pytest.mark.parametrize("rows", [1, 2])
def test_equal_rows_are_each_answered(flow, rows):
    words = flow.words()
    Path(flow.folder / "seeds.jsonl").write_text('{"topic": "x"}\n' * rows)

    assert flow.call(*words).code == 0
    assert sum(call.prompt.count("Write a question") for call in flow.teacher.calls) == rows
