"""Plans a run: its pipelines and their input tables, checked before any request is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.errors import SettingsError, did_you_mean
from sdg_flows.core.pipeline import Pipeline, ResolvedBlock, resolve_columns
from sdg_flows.core.rows import Rows
from sdg_flows.flowfile.auxiliary import auxiliary_instructions
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import Suite, find_suite
from sdg_flows.flowfile.load import load
from sdg_flows.inputs.tables import read_rows
from sdg_flows.inputs.taxonomy import read_taxonomy
from sdg_flows.inputs.taxonomy_tables import taxonomy_tables
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.input_matching import job_names, match_pipeline, match_tables
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.figures import counted


@dataclass(frozen=True)
class Job:
    """One pipeline with its input table, and its blocks with the columns after each of them.

    `instructions` are those of the flow file for auxiliary training rows, by `dataset_type`.
    """

    name: str
    pipeline: Pipeline
    inputs: Rows
    blocks: tuple[ResolvedBlock, ...]
    instructions: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Plan:
    """What a run will do, checked. `source` describes its input."""

    suite: str
    source: str
    jobs: tuple[Job, ...]
    warnings: tuple[str, ...]

    @property
    def teachers(self) -> tuple[str, ...]:
        """Return the names of the endpoints that blocks use, which the teacher file must define."""
        blocks = (block for job in self.jobs for block in job.pipeline.blocks if isinstance(block, TeacherBlock))
        return tuple(sorted({block.teacher for block in blocks if block.teacher is not None}))


@dataclass(frozen=True)
class Inputs:
    """The input tables, by kind of leaf or by name; `source` describes in a few words where they come from."""

    source: str
    tables: Mapping[str, Rows]
    warnings: tuple[str, ...] = ()


def make_plan(choices: Choices, work: WorkDir, scratch: Path) -> Plan:
    """Read the inputs and the flow files, and check the columns of each pipeline. Rows of `--input` go to `scratch`.

    Raises:
        Refused: with all problems of the first kind that is found.
    """
    choices = choices.with_relative_paths()
    suite = find_suite(choices.pipeline)
    pipelines = load_pipelines(suite, choices)
    if choices.input is None:
        return _make_plan(suite, pipelines, _read_taxonomy(choices, work), choices)
    if choices.taxonomy is not None:
        raise SettingsError("--taxonomy and --input: give one of the two, a folder of qna.yaml files or a table")
    table = _read_table(choices.input, scratch)
    fitting = match_pipeline(pipelines, table, suite.default)
    inputs = Inputs(f"{choices.for_report()['input']}: {counted(table.num_rows, 'row')}", {fitting: table})
    return _make_plan(suite, {fitting: pipelines[fitting]}, inputs, choices)


def make_plan_for(inputs: Inputs, choices: Choices) -> Plan:
    """Plan a run over tables in memory.

    Raises:
        Refused: the flow files cannot be used, or no table has the columns of a pipeline.
    """
    suite = find_suite(choices.pipeline)
    return _make_plan(suite, load_pipelines(suite, choices), inputs, choices)


def load_pipelines(suite: Suite, choices: Choices) -> dict[str, Pipeline]:
    """Load the flow files of the chosen suite.

    Raises:
        FlowFileError: a flow file cannot be used.
        SettingsError: a limit on tokens is for a block that does not exist.
    """
    binding = Binding(choices.num_instructions, choices.model_family, choices.max_tokens or {})
    pipelines = {name: load(path, binding) for name, path in suite.pipelines.items()}
    blocks = {block.name: None for pipeline in pipelines.values() for block in pipeline.blocks}
    for name in binding.max_tokens:
        if name not in blocks:
            raise SettingsError(f"--max-tokens: {suite.name} has no block {name!r}.{did_you_mean(name, blocks)}")
    return pipelines


def _make_plan(suite: Suite, pipelines: Mapping[str, Pipeline], inputs: Inputs, choices: Choices) -> Plan:
    tables = inputs.tables
    pairs = match_tables(pipelines, tables)
    jobs = tuple(
        _job(job_name, pipelines[name], tables[kind].head(choices.limit))
        for job_name, (name, kind) in zip(job_names(pairs), pairs, strict=True)
    )
    pipeline_warnings = [warning for job in jobs for warning in job.pipeline.warnings]
    used_pipelines, used_tables = {name for name, _ in pairs}, {kind for _, kind in pairs}
    unused_tables = [
        f"{suite.name} has no pipeline for {kind}: its rows are left alone"
        for kind in tables
        if kind not in used_tables
    ]
    unused_pipelines = [
        f"{suite.name}: {name} gets no rows: the input has none for it"
        for name in pipelines
        if name not in used_pipelines
    ]
    notice = [suite.notice] if suite.notice else []
    return Plan(
        suite.name,
        inputs.source,
        jobs,
        (*notice, *inputs.warnings, *unused_tables, *unused_pipelines, *pipeline_warnings),
    )


def example_taxonomy() -> Path:
    """Return the folder of the example taxonomy in the package."""
    return Path(str(files("sdg_flows"))) / "example" / "taxonomy"


def _read_table(url: str, scratch: Path) -> Rows:
    if urlsplit(url).password:
        raise SettingsError("--input: holds a password; give the bare address, and the credentials by the environment")
    return read_rows(url, scratch)


def _read_taxonomy(choices: Choices, work: WorkDir) -> Inputs:
    if choices.taxonomy is not None:
        root, source = Path(choices.taxonomy), choices.taxonomy
    elif Path("taxonomy").is_dir():
        root, source = Path("taxonomy"), "./taxonomy"
    else:
        root, source = example_taxonomy(), "the example taxonomy of the package"
    taxonomy = read_taxonomy(root, choices.taxonomy_base)
    samples = taxonomy_tables(taxonomy, work.root)
    warnings = tuple(map(str, (*taxonomy.warnings, *samples.set_aside)))
    tables = {kind: Rows.of(table) for kind, table in samples.tables.items()}
    return Inputs(f"{source}: {_leaf_count(len(taxonomy.leaves))}", tables, warnings)


def _leaf_count(count: int) -> str:
    return "1 leaf" if count == 1 else f"{count} leaves"


def _job(name: str, pipeline: Pipeline, inputs: Rows) -> Job:
    blocks = tuple(resolve_columns(pipeline, inputs.column_names))
    return Job(name, pipeline, inputs, blocks, auxiliary_instructions(Path(pipeline.source)))
