from outputs.records import answered, made, run
from sdg_flows.outputs.past_runs.row_ids import row_ids_like
from sdg_flows.outputs.past_runs.run_folders import run_named
from sdg_flows.outputs.run_folder.folder import write


def test_a_line_means_its_own_row_whatever_its_columns_are_called(tmp_path):
    rows = answered("Q", metadata=['{"row_id": "of an earlier run"}'])
    kept = run_named(str(write(run(made(rows)), tmp_path / "run").folder), "")

    for line in ("knowledge.jsonl:1", "messages.jsonl:1", "train.jsonl:1"):
        assert row_ids_like(kept, line) == ["r0"]
