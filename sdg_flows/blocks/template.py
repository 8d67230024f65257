from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import pyarrow as pa
from pydantic import BeforeValidator

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import iter_rows, with_column
from sdg_flows.core.templates import RenderError, TextTemplate


def _template(found: object) -> object:
    return {"source": found} if isinstance(found, str) else found


class TemplateBlock(TableBlock):
    """Write into `output_col` the text that the Jinja2 `template` makes of a row's columns, stripped.

    Rows: n in, at most n out, order kept. A row that has no value for a variable is rejected with `missing_value`, one
    that cannot be rendered with `template_error`.
    Columns: needs the variables of the template that stand without a default; adds `output_col` as text.

    Source: TextConcatBlock and CombineColumnsBlock join whole columns only; this puts words between them.

    Example:
        - name: state_the_case         # question and answer in; case added
          type: TemplateBlock
          config: {template: "Question: {{ question }} Answer: {{ answer }}", output_col: case}
    """

    row_by_row: ClassVar[bool] = True

    template: Annotated[TextTemplate, BeforeValidator(_template, json_schema_input_type=str)]
    output_col: str

    @property
    def columns(self) -> Columns:
        """Need the variables, add the text."""
        types = {self.output_col: pa.string()}
        return Columns(needs=sorted(self.template.required), adds=(self.output_col,), types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the texts."""
        made = [self._text(row) for row in iter_rows(table)]
        texts = [text for text in made if isinstance(text, str)]
        rejected = [text for text in made if not isinstance(text, str)]
        kept = table.filter(pa.array([isinstance(text, str) for text in made], pa.bool_()))
        written = with_column(kept, self.output_col, pa.array(texts, pa.string()))
        return Outcome(written, pa.Table.from_pylist(rejected, schema=REJECTED))

    def _text(self, row: Mapping[str, Any]) -> str | dict[str, Any]:
        """Return the text of a row, or the row as a rejected one."""
        missing = [name for name in sorted(self.template.required) if row[name] is None]
        if missing:
            return rejection(row, "missing_value", f"the template needs {missing[0]!r}")
        try:
            return self.template.render(row)
        except RenderError as error:
            return rejection(row, "template_error", str(error))
