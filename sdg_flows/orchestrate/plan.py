from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa

from sdg_flows.core.errors import ColumnsError, SettingsError, listed
from sdg_flows.core.pipeline import Pipeline, Stop, needed_columns, walk
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import find_suite
from sdg_flows.flowfile.load import load
from sdg_flows.inputs.samples import taxonomy_tables
from sdg_flows.inputs.taxonomy import read_taxonomy
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.work_dir import WorkDir


@dataclass(frozen=True)
class Job:
    """One pipeline and the table that goes in, with the columns after each block already walked."""

    name: str
    pipeline: Pipeline
    inputs: pa.Table
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Plan:
    """All that a run will do, checked; nothing has been asked yet."""

    suite: str
    source: str
    jobs: tuple[Job, ...]
    warnings: tuple[str, ...]


def plan_of(choices: Choices, work: WorkDir) -> Plan:
    """Read what goes in and the flow files, and walk the columns of each pipeline.

    Raises:
        Refused: the first kind of thing that is wrong, all of that kind at once.
    """
    suite = find_suite(choices.pipeline)
    binding = Binding(num_instructions=choices.num_instructions, model_family=choices.model_family)
    pipelines = {name: load(path, binding) for name, path in suite.pipelines.items()}
    if choices.input is not None:
        if choices.taxonomy is not None:
            raise SettingsError("--taxonomy and --input: give one of the two, a folder of qna.yaml files or a table")
        table = _table(choices.input)
        source, warnings = f"{choices.shown['input']}: {table.num_rows} rows", ()
        tables = {_fitting(pipelines, table): table}
    else:
        source, tables, warnings = _taxonomy(choices, work)
    jobs = tuple(
        _job(name, pipelines[name], tables[name].slice(0, choices.limit)) for name in pipelines if name in tables
    )
    if not jobs:
        raise SettingsError(
            f"{suite.name}: has flow files named {listed(pipelines)}, but what goes in is for {listed(tables)}; "
            "a flow file's name says which rows it takes."
        )
    noticed = [warning for job in jobs for warning in job.pipeline.warnings]
    left = [
        f"{suite.name} has no pipeline for {name}: its rows are left alone" for name in tables if name not in pipelines
    ]
    idle = [
        f"{suite.name}: {name} gets no rows: nothing that goes in is for it" for name in pipelines if name not in tables
    ]
    notice = [suite.notice] if suite.notice else []
    return Plan(suite.name, source, jobs, (*notice, *warnings, *left, *idle, *noticed))


def example_taxonomy() -> Path:
    """Give the taxonomy that travels in the package."""
    return Path(str(files("sdg_flows"))) / "example" / "taxonomy"


def _table(url: str) -> pa.Table:
    if urlsplit(url).password:
        raise SettingsError("--input: holds a password; give the bare address, and the credentials by the environment")
    # Imported here alone: `datasets` costs seconds that a run over a taxonomy need not wait for.
    from sdg_flows.inputs.tables import read_table

    return read_table(url)


def _taxonomy(choices: Choices, work: WorkDir) -> tuple[str, Mapping[str, pa.Table], tuple[str, ...]]:
    if choices.taxonomy is not None:
        root, said = Path(choices.taxonomy), choices.taxonomy
    elif Path("taxonomy").is_dir():
        root, said = Path("taxonomy"), "./taxonomy"
    else:
        root, said = example_taxonomy(), "the example taxonomy of the package"
    taxonomy = read_taxonomy(root)
    return (
        f"{said}: {len(taxonomy.leaves)} leaves",
        taxonomy_tables(taxonomy, work.root),
        tuple(map(str, taxonomy.warnings)),
    )


def _fitting(pipelines: Mapping[str, Pipeline], table: pa.Table) -> str:
    """Give the one pipeline whose columns the table has."""
    if len(pipelines) == 1:
        return next(iter(pipelines))
    fitting = [name for name, pipeline in pipelines.items() if set(needed_columns(pipeline)) <= set(table.column_names)]
    if len(fitting) == 1:
        return fitting[0]
    needs = "; ".join(f"{name} needs {listed(needed_columns(pipeline))}" for name, pipeline in pipelines.items())
    raise ColumnsError(
        f"--input: has the columns {listed(table.column_names)}, which fit {len(fitting) or 'none'} of the pipelines "
        f"({needs}). Name one flow file with --pipeline."
    )


def _job(name: str, pipeline: Pipeline, inputs: pa.Table) -> Job:
    return Job(name, pipeline, inputs, tuple(walk(pipeline, inputs.column_names)))
