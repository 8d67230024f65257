from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pyarrow as pa

from sdg_flows import __version__
from sdg_flows.api.samples import samples_in
from sdg_flows.core.story import MADE_BY, REJECTED_BY, Generated, RunRecord
from sdg_flows.flowfile.auxiliary import auxiliary_instructions
from sdg_flows.flowfile.library import find_suite
from sdg_flows.flowfile.suite import Suite
from sdg_flows.outputs.folder import write_compatible


def postprocess(
    input_dir: str | Path,
    output_dir: str | Path,
    *,
    pipeline: str | Path = "simple",
    system_prompt: str | None = None,
) -> list[Path]:
    """Write node datasets, recipes and mixed training files of generated rows, and give the files.

    `input_dir` has a file of generated rows for each leaf, as `generate_taxonomy` writes them; `output_dir` must not be
    there yet. The suite's knowledge flow file gives the instructions for auxiliary rows.

    Raises:
        GenerateError: a file cannot be read, the suite is not found, or the folder cannot be written.

    Source: InstructLab `postprocess_taxonomy`.
    """
    suite = find_suite(str(pipeline))
    now = datetime.now(timezone.utc)
    record = RunRecord(
        name=Path(output_dir).name,
        suite=suite.name,
        started=now,
        finished=now,
        settings={"system_prompt": system_prompt},
        teacher="not asked",
        model="",
        teacher_is_offline=False,
        versions={"sdg_flows": __version__},
        generated=tuple(_generated(suite, kind, rows) for kind, rows in samples_in(Path(input_dir)).items()),
    )
    return list(write_compatible(record, Path(output_dir)))


def _generated(suite: Suite, kind: str, rows: pa.Table) -> Generated:
    flow_file = suite.pipelines.get(kind)
    instructions = {} if flow_file is None else auxiliary_instructions(flow_file)
    nothing = REJECTED_BY.empty_table(), MADE_BY.empty_table()
    return Generated(kind, str(flow_file or ""), rows, rows, *nothing, (), instructions)
