import json

import pytest

from outputs.mixes import talk
from sdg_flows.outputs.mixing.mixed_row import mixed_row

SYSTEM = {"content": "Be brief.", "role": "system"}


def test_a_row_has_the_four_keys_in_order():
    row = talk("Q", "A")

    mixed = mixed_row({"unmask": True, **row, "metadata": None, "id": "r1"}, "Be brief.")
    assert list(mixed.items()) == [
        ("id", "r1"),
        ("messages", [SYSTEM, *row["messages"]]),
        ("metadata", "{}"),
        ("unmask", True),
    ]


@pytest.mark.parametrize("metadata", [{"source": "x"}, '{"source": "x"}'])
def test_other_columns_join_the_metadata_as_text(metadata):  # C119
    mixed = mixed_row(talk("Q", "A", metadata=metadata, extra=3), None)

    assert json.loads(mixed["metadata"]) == {"source": "x", "extra": 3}
    assert mixed["unmask"] is False


@pytest.mark.parametrize("text", ["no JSON", "[1]"])
def test_metadata_that_is_no_mapping_is_kept_as_text(text):
    assert json.loads(mixed_row(talk("Q", "A", metadata=text), None)["metadata"]) == {"metadata": text}


@pytest.mark.parametrize(
    ("given", "asked", "said"),
    [
        ([], "Be brief.", ["Be brief."]),
        (["Old."], "Be brief.", ["Be brief."]),
        (["Old."], None, ["Old."]),
        ([], None, []),
    ],
)
def test_the_system_message_is_put_first_replaced_or_left(given, asked, said):
    row = talk("Q", "A")
    row["messages"] += [{"content": content, "role": "system"} for content in given]

    messages = mixed_row(row, asked)["messages"]
    assert [message["content"] for message in messages] == [*said, "Q", "A"]


@pytest.mark.parametrize("turns", [("Q", ""), ("", "A"), ("Q", None)])
def test_a_row_with_an_empty_message_is_none(turns):
    assert mixed_row(talk(*turns), "Be brief.") is None


def test_an_empty_system_message_removes_no_row():
    assert mixed_row(talk("Q", "A"), "")["messages"][0] == {"content": "", "role": "system"}


def test_a_row_without_id_gets_one_from_its_messages():
    first, again, other = (mixed_row(talk(*turns), None)["id"] for turns in (("Q", "A"), ("Q", "A"), ("Q", "B")))

    assert first == again != other
