"""The balance of rows: does every input row end in output or in rejected rows?"""

from __future__ import annotations

from dataclasses import dataclass

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.outputs.ancestry import distinct_roots, is_member, row_hashes


@dataclass(frozen=True)
class Balance:
    """How a pipeline's input rows ended.

    `lost` input rows have no descendant, themselves included, that is output or rejected. `strays` are first known
    ancestors of output or rejected rows that are not input rows.
    """

    inputs: int = 0
    with_output: int = 0
    all_rejected: int = 0
    lost: int = 0
    strays: int = 0

    @property
    def adds_up(self) -> bool:
        """Return True when every input row ends as output or rejected, and all those rows come from input rows."""
        return self.lost == 0 and self.strays == 0 and self.inputs == self.with_output + self.all_rejected

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.inputs + other.inputs,
            self.with_output + other.with_output,
            self.all_rejected + other.all_rejected,
            self.lost + other.lost,
            self.strays + other.strays,
        )


def count_balance(generated: PipelineResult) -> Balance:
    """Trace output and rejected rows back to the input rows, and count how those ended."""
    inputs = row_hashes(generated.inputs)
    inputs.sort()
    with_output = distinct_roots(generated.rows, generated.lineage)
    with_rejected = distinct_roots(generated.rejected, generated.lineage)
    has_output = is_member(inputs, with_output)
    has_rejected = is_member(inputs, with_rejected) & ~has_output
    strays_with_output = ~is_member(with_output, inputs)
    strays_rejected = ~is_member(with_rejected, inputs) & ~is_member(with_rejected, with_output)
    return Balance(
        inputs=len(inputs),
        with_output=int(has_output.sum()),
        all_rejected=int(has_rejected.sum()),
        lost=int((~(has_output | has_rejected)).sum()),
        strays=int(strays_with_output.sum() + strays_rejected.sum()),
    )
