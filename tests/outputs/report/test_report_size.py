"""A report stays small, whatever a run made."""

import pyarrow as pa
import pytest

from outputs.records import gone, made, run
from sdg_flows.core.run_record import Step
from sdg_flows.outputs.run_folder.folder import write_run_folder

MOST_BYTES = 5_000_000


def pages(rows: pa.Table, rejected, tmp_path, steps=()):
    one = made(rows, inputs=rows.select(["row_id"]), rejected=rejected, steps=steps)
    return write_run_folder(run(one), tmp_path / "run").files["report.html"].stat().st_size


def of_rows(count: int, text) -> pa.Table:
    ids = [f"{at:024x}" for at in range(count)]
    questions = [text(f"question {at}") for at in range(count)]
    leaves = [f"leaf_{at % 400}" for at in range(count)]
    return pa.table({"row_id": ids, "question": questions, "response": questions, "leaf_node_path": leaves})


@pytest.mark.parametrize("piece", ["<", "\x01", "\U0001f600"])
def test_texts_of_any_kind_and_length_are_cut(tmp_path, piece):
    rows = of_rows(150, lambda words: f"{words} {piece * 9_000}")
    lost = [gone(f"x{at}", f"reason {at % 40}", detail=piece * 5_000, question=piece * 9_000) for at in range(150)]
    wide = rows.append_column("wide", [[[piece * 300] * 100] * rows.num_rows])

    assert pages(wide, lost, tmp_path) < MOST_BYTES


def test_steps_and_leaves_of_any_number_have_room(tmp_path):
    steps = [Step(f"block {at}", "LLMBlock", 9, 9, {f"reason {reason}": 1 for reason in range(9)}) for at in range(200)]

    assert pages(of_rows(1_200, str), [], tmp_path, steps) < MOST_BYTES


@pytest.mark.nightly
def test_a_hundred_thousand_rows_have_a_page_below_five_megabytes(tmp_path):
    rows = of_rows(100_000, lambda words: f"{words} {'and further words of it ' * 40}")
    lost = [gone(f"{at:x}", f"reason {at % 9}", question="words " * 200) for at in range(50_000)]

    assert pages(rows, lost, tmp_path) < MOST_BYTES
