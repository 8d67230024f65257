import pytest

from sdg_flows.teacher.offline.questions import material_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "The solar tide has a period of 12 hours, because it follows the Sun.",
            "Why does the solar tide have a period of 12 hours?",
        ),
        (
            "Seas that are nearly closed have weak tides, because little water can pass.",
            "Why is it that seas that are nearly closed have weak tides?",
        ),
        ("The far side is left behind, so the water gathers in bulges.", "Why does the water gather in bulges?"),
        (
            "When the period of a bay fits the tide, the motion grows.",
            "What happens when the period of a bay fits the tide?",
        ),
        ("To predict the tide, the water level is recorded for a year.", "What is needed to predict the tide?"),
        ("A surge is most dangerous when its peak meets high water.", "When is a surge most dangerous?"),
    ],
)
def test_causes_conditions_and_purposes_are_asked_for(sentence, question):
    assert material_of(sentence, "").clear[0].question == question


def test_a_conclusion_is_asked_for_and_answered_with_its_ground():
    document = "The lunar day lasts about 25 hours. High waters are therefore about 12 hours apart."

    assert [(pair.question, pair.answer) for pair in material_of(document, "").clear if pair.question[0] == "W"] == [
        ("Why are high waters about 12 hours apart?", document)
    ]
