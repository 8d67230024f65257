"""The balance of rows: does every input row end as output or as rejected rows?"""

from __future__ import annotations

from dataclasses import dataclass

from sdg_flows.core.story import Generated
from sdg_flows.outputs.ancestry import are_among, first_ancestors, marks_of


@dataclass(frozen=True)
class Balance:
    """How a pipeline's input rows ended.

    `lost` input rows are neither in the output nor rejected, nor are any rows made of them. `strays` are the first
    known ancestors of output or rejected rows that lead to no input row.
    """

    inputs: int = 0
    with_output: int = 0
    all_rejected: int = 0
    lost: int = 0
    strays: int = 0

    @property
    def adds_up(self) -> bool:
        """True when every input row ends as output or rejected, and every row there comes from an input row."""
        return self.lost == 0 and self.strays == 0 and self.inputs == self.with_output + self.all_rejected

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.inputs + other.inputs,
            self.with_output + other.with_output,
            self.all_rejected + other.all_rejected,
            self.lost + other.lost,
            self.strays + other.strays,
        )


def balance(generated: Generated) -> Balance:
    """Follow the lineage from output and rejected rows up to the input rows, and count how those ended."""
    inputs = marks_of(generated.inputs)
    inputs.sort()
    with_output = first_ancestors(generated.rows, generated.lineage)
    with_rejected = first_ancestors(generated.rejected, generated.lineage)
    output = are_among(inputs, with_output)
    rejected = are_among(inputs, with_rejected) & ~output
    strays_with_output = ~are_among(with_output, inputs)
    strays_rejected = ~are_among(with_rejected, inputs) & ~are_among(with_rejected, with_output)
    return Balance(
        inputs=len(inputs),
        with_output=int(output.sum()),
        all_rejected=int(rejected.sum()),
        lost=int((~(output | rejected)).sum()),
        strays=int(strays_with_output.sum() + strays_rejected.sum()),
    )
