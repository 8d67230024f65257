"""A contract as a pandera schema, which says what is wrong with a table."""

from __future__ import annotations

from collections.abc import Mapping, Set

import pandera.pyarrow as pandera
import pyarrow as pa
from pandera.errors import SchemaError, SchemaErrors

from sdg_flows.core.errors import ContractError
from sdg_flows.core.table import ROW_ID


def raise_violation(table: pa.Table, columns: Set[str], types: Mapping[str, pa.DataType], where: str) -> None:
    """Raise for a table that breaks its contract; `row_id` must be present and unique.

    Raises:
        ContractError: it breaks them; the message names `where`, the column and what was found.
    """
    ids = {ROW_ID: pandera.Column(pa.string(), nullable=False, unique=True)}
    cells = {name: pandera.Column(types.get(name), nullable=True) for name in columns - {ROW_ID}}
    try:
        pandera.DataFrameSchema({**ids, **cells}, strict=True).validate(table)
    except (SchemaError, SchemaErrors) as error:
        first_line = str(error).splitlines()[0].rstrip(":")
        raise ContractError(f"{where}: {first_line}") from error
