"""The one place where a table is held against what was declared: a pandera schema made from columns and types.

Applied to the table that enters a pipeline and to what each block returns; blocks never check again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandera.pyarrow as pandera
import pyarrow as pa
from pandera.errors import SchemaError, SchemaErrors

from sdg_flows.core.errors import ContractError
from sdg_flows.core.table import ROW_ID


def contract(names: Iterable[str], types: Mapping[str, pa.DataType]) -> pandera.DataFrameSchema:
    """Give the schema of a table with exactly `row_id` and these columns; only the declared types are checked."""
    ids = {ROW_ID: pandera.Column(pa.string(), nullable=False, unique=True)}
    cells = {name: pandera.Column(types.get(name), nullable=True) for name in names if name != ROW_ID}
    return pandera.DataFrameSchema({**ids, **cells}, strict=True)


def checked(table: pa.Table, schema: pandera.DataFrameSchema, where: str) -> pa.Table:
    """Give the table back when it keeps the contract.

    Raises:
        ContractError: it does not; the message names `where`, the column and what was found.
    """
    try:
        schema.validate(table)
    except (SchemaError, SchemaErrors) as error:
        first_line = str(error).splitlines()[0].rstrip(":")
        raise ContractError(f"{where}: {first_line}") from error
    return table
