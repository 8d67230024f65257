import json

import pytest

from outputs.mixes import talk
from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.export.forms import FORMS, convert_rows

PLAIN = talk("Q", "A", metadata=json.dumps({"system": "S", "row_id": "r0"}))
OWN = {"messages": [{"content": "Own.", "role": "system"}, *talk("Q", "A")["messages"]], "metadata": PLAIN["metadata"]}
LONG = talk("Q1", "A1", "Q2", "A2", "Q3", "A3")


def one(row, form):
    (found,) = convert_rows([row], form)
    return found


def test_messages_start_with_the_system_message_of_the_metadata():
    assert one(PLAIN, "messages") == {"messages": [{"content": "S", "role": "system"}, *PLAIN["messages"]]}


def test_metadata_may_be_a_mapping_or_a_text_of_another_kind():
    assert one(talk("Q", "A", metadata={"system": "S"}), "messages") == one(PLAIN, "messages")
    assert one(talk("Q", "A", metadata="from the web"), "messages") == {"messages": PLAIN["messages"]}


@pytest.mark.parametrize("form", FORMS)
def test_a_system_message_of_its_own_is_kept(form):
    assert "Own." in json.dumps(one(OWN, form))
    assert '"S"' not in json.dumps(one(OWN, form))


def test_sharegpt_says_who_spoke():
    turns = [("system", "S"), ("human", "Q"), ("gpt", "A")]

    assert one(PLAIN, "sharegpt") == {"conversations": [{"from": who, "value": said} for who, said in turns]}


def test_sharegpt_keeps_roles_that_it_does_not_know():
    tool = {"messages": [{"content": "4", "role": "tool"}]}

    assert one(tool, "sharegpt") == {"conversations": [{"from": "tool", "value": "4"}]}


def test_alpaca_has_an_instruction_and_an_output():
    assert one(PLAIN, "alpaca") == {"instruction": "Q", "input": "", "output": "A", "system": "S"}


def test_alpaca_has_earlier_turns_as_history():
    history = [["Q1", "A1"], ["Q2", "A2"]]

    assert one(LONG, "alpaca") == {"instruction": "Q3", "input": "", "output": "A3", "history": history}


@pytest.mark.parametrize("turns", [("Q",), ("Q1", "A1", "Q2"), ()])
def test_alpaca_has_no_place_for_a_row_without_a_last_answer(turns):
    assert one(talk(*turns), "alpaca") is None


def test_an_unknown_form_is_refused_with_the_nearest():
    with pytest.raises(SettingsError, match="Did you mean 'alpaca'"):
        convert_rows([], "alpacca")
