from outputs.records import answered, made, run
from sdg_flows.outputs.past_runs.row_ids import matching_row_ids
from sdg_flows.outputs.past_runs.run_folders import find_run
from sdg_flows.outputs.run_folder.folder import write_run_folder


def test_a_line_means_its_own_row_whatever_its_columns_are_called(tmp_path):
    rows = answered("Q", metadata=['{"row_id": "of an earlier run"}'])
    kept = find_run(str(write_run_folder(run(made(rows)), tmp_path / "run").folder), "")

    for line in ("knowledge.jsonl:1", "messages.jsonl:1", "train.jsonl:1"):
        assert matching_row_ids(kept, line) == ["r0"]
