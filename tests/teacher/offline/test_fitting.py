import pytest

from sdg_flows.teacher.offline.fitting import best_choice

DEFINED = "Name the topic.\n- ships: vessels, harbours and cargo.\n- weather: wind, rain and storms."


@pytest.mark.parametrize(
    ("choices", "material", "wording", "best"),
    [
        (["joy", "fear"], "What fear I felt!", "", "fear"),
        (["ships", "weather"], "The harbour was closed.", DEFINED, "ships"),
        (["ships", "weather"], "It rained, and the wind rose.", DEFINED, "weather"),
        (["sadness", "anger"], "i cried all night", "", "sadness"),
        (["joy", "fear"], "we laughed and danced", "", "joy"),
    ],
)
def test_the_choice_that_shares_most_with_the_material_fits(choices, material, wording, best):
    assert best_choice(choices, {"document": material}, wording) == best


def test_of_choices_that_fit_alike_the_material_draws_one():
    drawn = {best_choice(["a", "b"], {"document": f"text {at}"}) for at in range(20)}

    assert drawn == {"a", "b"}


@pytest.mark.parametrize(
    ("material", "kind"),
    [
        ("The tide tables list figures.\nIn rows and columns.", "prose"),
        ("Ports:\n| a | 1 |\n|---|---|\n| b | 2 |", "tables"),
        ("Run this:\n$ make check\nimport os\nprint(os.name)", "code"),
    ],
)
def test_kinds_of_documents_are_told_by_their_lines(material, kind):
    assert best_choice(["prose", "tables", "code"], {"document": material}) == kind
