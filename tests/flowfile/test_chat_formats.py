import pytest

from sdg_flows.flowfile.chat_formats import chat_format, families


def test_the_families_of_the_flow_files_that_are_replaced_have_a_format():
    assert {"granite", "llama", "llama3", "merlinite", "mistral", "mixtral"} <= set(families())


@pytest.mark.parametrize("family", sorted(families()))
def test_every_format_carries_the_message(family):
    assert "a question" in chat_format(family).wrap([{"role": "user", "content": "a question"}])


@pytest.mark.parametrize("family", ["granit", "../simple/knowledge", ""])
def test_a_family_without_a_format_is_refused(family):
    with pytest.raises(ValueError, match=rf"^there is no model family '{family}'\..* Families: chatml, granite, "):
        chat_format(family)


def test_the_format_of_nemotron_has_a_system_block_that_may_be_empty():  # nemotron case C05
    turns = [("user", "A"), ("assistant", "B"), ("user", "C")]

    assert chat_format("nemotron").wrap([{"role": role, "content": text} for role, text in turns]) == (
        "<extra_id_0>System\n\n<extra_id_1>User\nA\n<extra_id_1>Assistant\nB\n<extra_id_1>User\nC\n"
        "<extra_id_1>Assistant"
    )
