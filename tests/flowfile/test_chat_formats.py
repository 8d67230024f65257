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
