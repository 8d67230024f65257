from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from sdg_flows.api.client import Client, endpoint_of, use_key_of
from sdg_flows.api.kept_runs import RUNS_FOLDER
from sdg_flows.api.samples import read_samples
from sdg_flows.core.errors import SettingsError
from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import PipelineResult
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.flow_in_thread import run_in_thread
from sdg_flows.orchestrate.plan import Inputs, make_plan, make_plan_for
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
from sdg_flows.orchestrate.workdir.scratch import scratch_folder
from sdg_flows.outputs.run_folder.folder import WrittenRun

NUM_INSTRUCTIONS = 30
WORK_DIR = ".sdg_work"


def generate_data(
    client: Client | None = None,
    *,
    taxonomy: str | Path | None = None,
    taxonomy_base: str | None = None,
    output_dir: str | Path = "out",
    pipeline: str | Path = "simple",
    model_family: str | None = None,
    model_name: str | None = None,
    num_instructions_to_generate: int = NUM_INSTRUCTIONS,
    checkpoint_dir: str | Path = WORK_DIR,
    max_num_tokens: int | None = None,
    system_prompt: str | None = None,
) -> Path:
    """Generate training data from a taxonomy, and return the folder of the run.

    Without a client, the address is OPENAI_BASE_URL, else the teacher is offline. `checkpoint_dir`, which may be a URL,
    keeps all answers: the same call again resumes. `max_num_tokens` limits the answers of the block `gen_knowledge`. Of
    a taxonomy in git, only leaves that differ from `taxonomy_base` are read. Works in notebooks; from async code:
    `await asyncio.to_thread(generate_data, …)`.

    Raises:
        GenerateError: the run was refused or stopped; all answers are kept.

    Source: InstructLab `generate_data`.
    """
    choices = Choices(
        pipeline=str(pipeline),
        taxonomy=None if taxonomy is None else str(taxonomy),
        output=str(_local_folder(output_dir)),
        work_dir=str(checkpoint_dir),
        endpoint=endpoint_of(client),
        model=model_name,
        model_family=model_family,
        num_instructions=num_instructions_to_generate,
        max_tokens=_token_limits(max_num_tokens),
        system_prompt=system_prompt,
        taxonomy_base=taxonomy_base,
    )
    with use_key_of(client), open_work_dir(choices.work_dir) as work, scratch_folder(work.scratch) as folder:
        return Path(str(run_in_thread(choices, make_plan(choices, work, folder), _keep_written, work).folder))


def generate_taxonomy(
    client: Client | None,
    input_dir: str | Path,
    output_dir: str | Path,
    *,
    pipeline: str | Path = "simple",
    model_family: str | None = None,
    model_id: str | None = None,
    num_instructions_to_generate: int = NUM_INSTRUCTIONS,
    checkpoint_dir: str | Path = WORK_DIR,
    max_num_tokens: int | None = None,
) -> list[Path]:
    """Generate rows from the seed rows in `input_dir`, and return the files `<leaf>.jsonl` in `output_dir`.

    All leaves are processed concurrently. Files of earlier calls are replaced.

    Raises:
        GenerateError: the run was refused or stopped; all answers are kept.

    Source: InstructLab `generate_taxonomy`.
    """
    folder = _local_folder(output_dir)
    folder.mkdir(parents=True, exist_ok=True)
    choices = Choices(
        pipeline=str(pipeline),
        output=str(folder / RUNS_FOLDER),
        work_dir=str(checkpoint_dir),
        endpoint=endpoint_of(client),
        model=model_id,
        model_family=model_family,
        num_instructions=num_instructions_to_generate,
        max_tokens=_token_limits(max_num_tokens),
    )
    with use_key_of(client):
        tables = {kind: Rows.of(table) for kind, table in read_samples(Path(input_dir)).items()}
        plan = make_plan_for(Inputs(str(input_dir), tables), choices)
        written = run_in_thread(choices, plan, _keep_written)
    generated = [Path(str(path)) for name, path in written.files.items() if name.startswith("generated/")]
    return [Path(shutil.copy(path, folder / path.name)) for path in generated]


def _keep_written(written: WrittenRun, generated: Sequence[PipelineResult]) -> WrittenRun:
    return written


def _local_folder(output_dir: str | Path) -> Path:
    """Return the folder of outputs.

    Raises:
        SettingsError: it is a URL.
    """
    if "://" in str(output_dir):
        raise SettingsError(
            "output_dir: is a URL, and the files that this gives are on this machine. `sdg-flows run --output URL` "
            "writes to a URL."
        )
    return Path(output_dir)


def _token_limits(max_num_tokens: int | None) -> dict[str, int] | None:
    return None if max_num_tokens is None else {"gen_knowledge": max_num_tokens}
