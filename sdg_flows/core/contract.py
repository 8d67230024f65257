"""The one place where a table is checked against what was declared.

Applied to the table that enters a pipeline and to what each block returns; blocks never check again.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.table import ROW_ID


@dataclass(frozen=True)
class Contract:
    """A table with exactly `row_id`, which is in each row and in no two the same, and these columns.

    Only the declared types are checked.
    """

    columns: Set[str]
    types: Mapping[str, pa.DataType]

    def matches_arrow_schema(self, table: pa.Table) -> bool:
        """Return True when Arrow's own schema matches: a hundredth of the cost of pandera, which says what is wrong."""
        types = {name: table.schema.field(name).type for name in set(table.column_names) & self.types.keys()}
        return (
            sorted(table.column_names) == sorted(self.columns | {ROW_ID})
            and types == {name: self.types[name] for name in types}
            and table.schema.field(ROW_ID).type == pa.string()
            and table[ROW_ID].null_count == 0
            and pc.count_distinct(table[ROW_ID]).as_py() == table.num_rows
        )


def enforce(table: pa.Table, contract: Contract, where: str) -> pa.Table:
    """Return the table if it meets the contract.

    Raises:
        ContractError: it does not; the message names `where`, the column and what was found.
    """
    if contract.matches_arrow_schema(table):
        return table
    # Imported here alone: pandera brings pandas, half a second for tables that nearly always keep what was declared.
    from sdg_flows.core.contract_schema import raise_violation

    raise_violation(table, contract.columns, contract.types, where)
    return table
