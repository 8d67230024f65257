from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.flowfile.block_schema import block_schemas, first_sentence


class Opaque:
    pass


class Near(BaseModel):
    """How near. And more."""

    title: str = "t"


class OwnBlock(TableBlock):
    """Do something of one's own,
    in a sentence of two lines. Then more.

    Rows: all.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    near: Near = Near()
    opaque: Opaque
    title: list[int] | None = None

    @property
    def columns(self):
        return Columns()

    def __call__(self, table: Any):
        return Outcome(table)


def test_settings_are_those_of_config_without_name_and_repeated_titles():
    assert block_schemas({"Own": OwnBlock}).blocks == {
        "Own": {
            "type": "object",
            "description": "Do something of one's own, in a sentence of two lines.",
            "additionalProperties": False,
            "required": ["opaque"],
            "properties": {
                "near": {"$ref": "#/$defs/Near"},
                "opaque": {},
                "title": {
                    "anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}],
                    "default": None,
                },
            },
        }
    }


def test_groups_are_those_that_are_referred_to():
    assert block_schemas({"Own": OwnBlock}).groups == {
        "Near": {
            "type": "object",
            "description": "How near.",
            "properties": {"title": {"type": "string", "default": "t"}},
        }
    }


@pytest.mark.parametrize(
    ("doc", "sentence"),
    [
        ("Drop it.", "Drop it."),
        (
            "Drop it; a name that is not there is ignored.\n\n    Rows: n.",
            "Drop it; a name that is not there is ignored.",
        ),
        ("Drop `a.b` of it. Then more.", "Drop `a.b` of it."),
        ("Drop it\n    now.\n    Rows: n.", "Drop it now."),
        (None, ""),
    ],
)
def test_a_first_sentence_is_one_line(doc, sentence):
    assert first_sentence(doc) == sentence
