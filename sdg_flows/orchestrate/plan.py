"""What a run will do, checked before anything is asked: its pipelines and their input tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.errors import SettingsError, did_you_mean
from sdg_flows.core.pipeline import Pipeline, ResolvedBlock, walk
from sdg_flows.core.rows import Rows
from sdg_flows.flowfile.auxiliary import auxiliary_instructions
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import Suite, find_suite
from sdg_flows.flowfile.load import load
from sdg_flows.inputs.samples import taxonomy_tables
from sdg_flows.inputs.tables import read_rows
from sdg_flows.inputs.taxonomy import read_taxonomy
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.input_matching import fitting_pipeline, job_names, pairs_for_leaves
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.figures import counted


@dataclass(frozen=True)
class Job:
    """One pipeline and the table that goes in, with the columns after each block already walked.

    `instructions` are those of the flow file for auxiliary training rows, by `dataset_type`.
    """

    name: str
    pipeline: Pipeline
    inputs: Rows
    blocks: tuple[ResolvedBlock, ...]
    instructions: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Plan:
    """All that a run will do, checked; nothing has been asked yet."""

    suite: str
    source: str
    jobs: tuple[Job, ...]
    warnings: tuple[str, ...]

    @property
    def teachers(self) -> tuple[str, ...]:
        """Return the endpoints that blocks name, which the teacher file must have."""
        blocks = (block for job in self.jobs for block in job.pipeline.blocks if isinstance(block, TeacherBlock))
        return tuple(sorted({block.teacher for block in blocks if block.teacher is not None}))


@dataclass(frozen=True)
class Inputs:
    """The tables that go in, by kind of leaf or by name; `source` says in a few words where they come from."""

    source: str
    tables: Mapping[str, Rows]
    warnings: tuple[str, ...] = ()


def plan_of(choices: Choices, work: WorkDir, scratch: Path) -> Plan:
    """Read the inputs and the flow files, and check the columns of each pipeline. A table goes into `scratch`.

    Raises:
        Refused: for the first kind of problem found, all problems of that kind at once.
    """
    choices = choices.from_here
    suite = find_suite(choices.pipeline)
    pipelines = pipelines_of(suite, choices)
    if choices.input is None:
        return _planned(suite, pipelines, _taxonomy(choices, work), choices)
    if choices.taxonomy is not None:
        raise SettingsError("--taxonomy and --input: give one of the two, a folder of qna.yaml files or a table")
    table = _table(choices.input, scratch)
    fitting = fitting_pipeline(pipelines, table, suite.default)
    inputs = Inputs(f"{choices.shown['input']}: {counted(table.num_rows, 'row')}", {fitting: table})
    return _planned(suite, {fitting: pipelines[fitting]}, inputs, choices)


def plan_over(inputs: Inputs, choices: Choices) -> Plan:
    """Plan a run over tables in memory.

    Raises:
        Refused: the flow files cannot be used, or no table has the columns of a pipeline.
    """
    suite = find_suite(choices.pipeline)
    return _planned(suite, pipelines_of(suite, choices), inputs, choices)


def pipelines_of(suite: Suite, choices: Choices) -> dict[str, Pipeline]:
    """Load the flow files of the chosen suite.

    Raises:
        FlowFileError: a flow file cannot be used.
        SettingsError: a limit on tokens is for a block that is not there.
    """
    binding = Binding(choices.num_instructions, choices.model_family, choices.max_tokens or {})
    pipelines = {name: load(path, binding) for name, path in suite.pipelines.items()}
    blocks = {block.name: None for pipeline in pipelines.values() for block in pipeline.blocks}
    for name in binding.max_tokens:
        if name not in blocks:
            raise SettingsError(f"--max-tokens: {suite.name} has no block {name!r}.{did_you_mean(name, blocks)}")
    return pipelines


def _planned(suite: Suite, pipelines: Mapping[str, Pipeline], inputs: Inputs, choices: Choices) -> Plan:
    tables = inputs.tables
    pairs = pairs_for_leaves(pipelines, tables)
    jobs = tuple(
        _job(called, pipelines[name], tables[kind].first(choices.limit))
        for called, (name, kind) in zip(job_names(pairs), pairs, strict=True)
    )
    noticed = [warning for job in jobs for warning in job.pipeline.warnings]
    fed, taken = {name for name, _ in pairs}, {kind for _, kind in pairs}
    left = [f"{suite.name} has no pipeline for {kind}: its rows are left alone" for kind in tables if kind not in taken]
    idle = [f"{suite.name}: {name} gets no rows: the input has none for it" for name in pipelines if name not in fed]
    notice = [suite.notice] if suite.notice else []
    return Plan(suite.name, inputs.source, jobs, (*notice, *inputs.warnings, *left, *idle, *noticed))


def example_taxonomy() -> Path:
    """Return the taxonomy that travels in the package."""
    return Path(str(files("sdg_flows"))) / "example" / "taxonomy"


def _table(url: str, scratch: Path) -> Rows:
    if urlsplit(url).password:
        raise SettingsError("--input: holds a password; give the bare address, and the credentials by the environment")
    return read_rows(url, scratch)


def _taxonomy(choices: Choices, work: WorkDir) -> Inputs:
    if choices.taxonomy is not None:
        root, said = Path(choices.taxonomy), choices.taxonomy
    elif Path("taxonomy").is_dir():
        root, said = Path("taxonomy"), "./taxonomy"
    else:
        root, said = example_taxonomy(), "the example taxonomy of the package"
    taxonomy = read_taxonomy(root, choices.taxonomy_base)
    samples = taxonomy_tables(taxonomy, work.root)
    warnings = tuple(map(str, (*taxonomy.warnings, *samples.set_aside)))
    tables = {kind: Rows.of(table) for kind, table in samples.tables.items()}
    return Inputs(f"{said}: {_leaves(len(taxonomy.leaves))}", tables, warnings)


def _leaves(count: int) -> str:
    return "1 leaf" if count == 1 else f"{count} leaves"


def _job(name: str, pipeline: Pipeline, inputs: Rows) -> Job:
    blocks = tuple(walk(pipeline, inputs.column_names))
    return Job(name, pipeline, inputs, blocks, auxiliary_instructions(Path(pipeline.source)))
