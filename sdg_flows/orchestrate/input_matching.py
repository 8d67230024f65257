"""Matches pipelines with input tables, by name or by columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sdg_flows.core.errors import ColumnsError, listed
from sdg_flows.core.pipeline import Pipeline, needed_columns
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID


def match_tables(pipelines: Mapping[str, Pipeline], tables: Mapping[str, Rows]) -> list[tuple[str, str]]:
    """Return pairs of pipeline and table names: those with equal names, if there are any.

    Otherwise pair each pipeline with every table that has the columns it needs.

    Raises:
        ColumnsError: no table has the columns of any pipeline.
    """
    same_names = [(name, name) for name in pipelines if name in tables]
    if same_names:
        return same_names
    fitting = [
        (name, kind) for name, pipeline in pipelines.items() for kind, table in tables.items() if _fits(pipeline, table)
    ]
    if not fitting:
        table_columns = "; ".join(f"{kind} has {_columns(table)}" for kind, table in tables.items())
        raise ColumnsError(
            f"no leaf has the columns of a pipeline: {_needs(pipelines)}. A table that has them is named with --input. "
            f"Columns of the leaves: {table_columns}."
        )
    return fitting


def match_pipeline(pipelines: Mapping[str, Pipeline], table: Rows, default: str | None = None) -> str:
    """Return the name of the pipeline whose columns the table has: the only pipeline, the only match, or the default.

    Raises:
        ColumnsError: none of several pipelines matches, or more than one does and the default is not among them.
    """
    if len(pipelines) == 1:
        return next(iter(pipelines))
    fitting = [name for name, pipeline in pipelines.items() if _fits(pipeline, table)]
    if len(fitting) == 1 or default in fitting:
        return fitting[0] if len(fitting) == 1 else str(default)
    raise ColumnsError(
        f"--input: has the columns {_columns(table)}, which fit {len(fitting) or 'none'} of the pipelines "
        f"({_needs(pipelines)}). Name one flow file with --pipeline."
    )


def job_names(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return a unique name for each pair: the pipeline's, followed by the table's if the pipeline has several."""
    pipelines = [name for name, _ in pairs]
    return [name if pipelines.count(name) == 1 else f"{name} of {kind}" for name, kind in pairs]


def _fits(pipeline: Pipeline, table: Rows) -> bool:
    return set(needed_columns(pipeline)) <= set(table.column_names)


def _columns(table: Rows) -> str:
    return listed(name for name in table.column_names if name != ROW_ID)


def _needs(pipelines: Mapping[str, Pipeline]) -> str:
    return "; ".join(f"{name} needs {listed(needed_columns(pipeline))}" for name, pipeline in pipelines.items())
