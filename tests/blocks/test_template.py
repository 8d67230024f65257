import pytest
from pydantic import ValidationError

from sdg_flows.blocks.template import TemplateBlock

from tables import cells, reasons, table


def block(template: str) -> TemplateBlock:
    return TemplateBlock.model_validate({"name": "say", "template": template, "output_col": "text"})


def test_a_row_fills_the_template():
    assert cells(block("{{ q }}: {{ n + 1 }}")(table(q=["x"], n=[1])).kept, "text") == ["x: 2"]


@pytest.mark.parametrize(("template", "reason"), [("{{ q }}", "missing_value"), ("{{ 1 / n }}", "template_error")])
def test_a_row_that_cannot_fill_it_is_rejected(template, reason):
    assert reasons(block(template)(table(q=["x", None], n=[1, 0])).rejected) == {"r1": reason}


def test_only_variables_without_a_default_are_needed():
    assert tuple(block("{{ q }} {{ n | default(0) }}").columns.needs) == ("q",)


def test_a_template_with_a_fault_is_refused():
    with pytest.raises(ValidationError, match="template line 1"):
        block("{{ q")
