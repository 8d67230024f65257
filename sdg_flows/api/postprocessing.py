from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

import pyarrow as pa

from sdg_flows.api.kept_runs import is_from_offline_teacher
from sdg_flows.api.samples import leaf_files, leaf_kind
from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import LINEAGE_WITH_BLOCK, REJECTED_WITH_BLOCK, PipelineResult, RunRecord
from sdg_flows.core.table import ROW_ID, table_from_rows, with_column, with_input_ids
from sdg_flows.flowfile.auxiliary import auxiliary_instructions
from sdg_flows.flowfile.library import find_suite
from sdg_flows.flowfile.suite import Suite
from sdg_flows.inputs.json_rows import json_rows
from sdg_flows.outputs.files.atomic_files import replace_file
from sdg_flows.outputs.files.jsonl import jsonl_line
from sdg_flows.outputs.instructlab.training_files import omission_notes, page_files, row_files
from sdg_flows.outputs.run_folder.leaves import LEAF


def postprocess(
    input_dir: str | Path, output_dir: str | Path, *, pipeline: str | Path = "simple", system_prompt: str | None = None
) -> list[Path]:
    """Write node datasets, recipes and mixed files of the rows in `input_dir`, and return the files.

    The rows are in `<leaf>.jsonl`, as `generate_taxonomy` writes them; `pipeline` is the suite that made them, whose
    flow files have the instructions for auxiliary rows. The test file has the seed examples that the rows still carry.
    Rows that are in no file are reported as warnings.

    Raises:
        InputError: a file of rows cannot be read.
        FlowFileError: a flow file of the suite cannot be read.
        SettingsError: there is no such suite or no file of rows, or a file does not give the kind of its leaf.
        DiskError: a file cannot be written.

    Source: InstructLab `postprocess_taxonomy`, which left the mixing to `mix_datasets`.
    """
    record = _run_record(Path(input_dir), find_suite(str(pipeline)), system_prompt)
    for message in omission_notes(record):
        warnings.warn(message, stacklevel=2)
    folder = Path(output_dir)
    written = [_write(folder / name, map(jsonl_line, rows)) for name, rows in row_files(record)]
    return written + [_write(folder / name, text.split("\n")) for name, text in page_files(record, folder)]


def _run_record(folder: Path, suite: Suite, system_prompt: str | None) -> RunRecord:
    """Return a run record of the rows. Whether the teacher was offline is known only if the run is kept beside them."""
    files, now = leaf_files(folder, "generate_taxonomy"), datetime.now(timezone.utc)
    return RunRecord(
        name=folder.name,
        suite=suite.name,
        started=now,
        finished=now,
        settings={"system_prompt": system_prompt},
        teacher="",
        model="",
        teacher_is_offline=is_from_offline_teacher(folder, files),
        versions={},
        results=tuple(_pipeline_result(path, rows, suite) for path in files if (rows := _read_rows(path)).num_rows),
    )


def _pipeline_result(path: Path, rows: pa.Table, suite: Suite) -> PipelineResult:
    kind = leaf_kind(path, rows)
    flow_files = [suite.pipelines[kind]] if kind in suite.pipelines else list(suite.pipelines.values())
    return PipelineResult(
        pipeline=kind,
        flow_file=str(flow_files[0]),
        inputs=Rows.of(rows),
        rows=Rows.of(rows),
        rejected=Rows.of(REJECTED_WITH_BLOCK.empty_table()),
        lineage=Rows.of(LINEAGE_WITH_BLOCK.empty_table()),
        steps=(),
        instructions={name: texts for file in flow_files for name, texts in auxiliary_instructions(file).items()},
    )


def _read_rows(path: Path) -> pa.Table:
    """Read generated rows. Missing ids are derived from the content, and a missing leaf from the file's name."""
    table = table_from_rows(list(json_rows(path, str(path))))
    if ROW_ID not in table.column_names or table[ROW_ID].null_count:
        table = with_input_ids(table)
    return table if LEAF in table.column_names else with_column(table, LEAF, pa.array([path.stem] * table.num_rows))


def _write(path: Path, lines: Iterable[str]) -> Path:
    replace_file(path, lines, "the file")
    return path
