from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.table import ROW_ID, concat_tables, iter_rows, with_input_ids, without_columns
from sdg_flows.inputs.tables import read_table
from sdg_flows.inputs.taxonomy import read_taxonomy
from sdg_flows.inputs.taxonomy_tables import PROVENANCE, TABLE_NAMES, taxonomy_tables
from sdg_flows.outputs.files.atomic_files import replace_file
from sdg_flows.outputs.files.jsonl import jsonl_line
from sdg_flows.outputs.run_folder.leaves import LEAF


def taxonomy_to_samples(
    taxonomy: str | Path, output_dir: str | Path, *, work_dir: str | Path = ".sdg_work"
) -> list[Path]:
    """Write the seed rows of each leaf of a taxonomy as `<leaf>.jsonl`, and return the files.

    Skills have a row for each seed example, knowledge a row for each chunk of a document with each seed example.
    Documents from git are kept in `work_dir`.

    Raises:
        InputError: with all problems of the taxonomy and its documents.
        DiskError: a file or the work directory cannot be written.

    Source: InstructLab `preprocess_taxonomy`.
    """
    read = read_taxonomy(Path(taxonomy))
    samples = taxonomy_tables(read, Path(work_dir))
    for problem in (*read.warnings, *samples.set_aside):
        warnings.warn(str(problem), stacklevel=2)
    leaves = [(leaf, table) for table in samples.tables.values() for leaf in pc.unique(table[LEAF]).to_pylist()]
    return [_write(Path(output_dir) / f"{leaf}.jsonl", _leaf_rows(table, leaf)) for leaf, table in leaves]


def read_samples(folder: Path) -> dict[str, pa.Table]:
    """Read the seed rows of all leaves in a folder, as one table for each kind of leaf.

    Rows have the same ids as in a run over the taxonomy, so that the one reuses the answers of the other.

    Raises:
        InputError: a file cannot be read.
        SettingsError: there is no file, or a file does not give the kind of its leaf.
    """
    by_kind: dict[str, list[pa.Table]] = {}
    for path in leaf_files(folder, "taxonomy_to_samples"):
        table = read_table(str(path))
        by_kind.setdefault(leaf_kind(path, table), []).append(table)
    return {kind: with_input_ids(concat_tables(tables), PROVENANCE) for kind, tables in by_kind.items()}


def leaf_files(folder: Path, writer: str) -> list[Path]:
    """Return the files `<leaf>.jsonl` in a folder, sorted by name.

    Raises:
        SettingsError: there is none; the message names the function that writes them.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise SettingsError(f"{folder}: holds no .jsonl files of rows; {writer} writes them")
    return files


def leaf_kind(path: Path, table: pa.Table) -> str:
    """Return the name of the table, and of the flow file, that the rows of a leaf belong to.

    Raises:
        SettingsError: their first row does not give the kind of its leaf.
    """
    kinds: Iterable[str] = table["leaf_node_type"].to_pylist()[:1] if "leaf_node_type" in table.column_names else []
    for kind in kinds:
        if kind in TABLE_NAMES:
            return TABLE_NAMES[kind]
    raise SettingsError(f"{path}: expected a column 'leaf_node_type' with one of {', '.join(TABLE_NAMES)}")


def _leaf_rows(table: pa.Table, leaf: str) -> pa.Table:
    return without_columns(table.filter(pc.equal(table[LEAF], leaf)), [ROW_ID])


def _write(path: Path, rows: pa.Table) -> Path:
    replace_file(path, map(jsonl_line, iter_rows(rows)), "the seed rows")
    return path
