import pytest
from pydantic import ValidationError

from sdg_flows.blocks.template import TemplateBlock

from tables import cells, reasons, table


def write(template: str) -> TemplateBlock:
    return TemplateBlock.model_validate({"name": "write", "template": template, "output_col": "text"})


def test_each_row_gets_the_text_of_its_cells():
    asked = table(q=["why", "how"], n=[1, 2])

    assert cells(write("{{ n }}. {{ q }}? ")(asked).kept, "text") == ["1. why?", "2. how?"]


def test_a_row_without_a_value_is_rejected():
    outcome = write("{{ q }} {{ hint | default('-') }}")(table(q=[None, "how"], hint=[None, None]))

    assert cells(outcome.kept, "text") == ["how -"]
    assert reasons(outcome.rejected) == {"r0": "missing_value"}
    assert cells(outcome.rejected, "detail") == ["the template needs 'q'"]


def test_a_row_that_cannot_be_rendered_is_rejected():
    assert reasons(write("{{ q / 0 }}")(table(q=[1])).rejected) == {"r0": "template_error"}


def test_the_variables_are_the_columns_that_are_needed():
    assert list(write("{{ b }} {{ a }} {{ c | default('') }}").columns.needs) == ["a", "b"]


def test_a_template_with_a_mistake_is_refused():
    with pytest.raises(ValidationError, match="template line 1: "):
        write("{{ q")
