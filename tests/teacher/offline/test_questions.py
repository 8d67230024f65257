import pytest

from sdg_flows.teacher.offline.questions import material_of

SURGE = "A surge is the rise of the whole sea."


def questions(document, domain=""):
    return [pair.question for pair in material_of(document, domain).clear]


def plain_questions(document, domain=""):
    return [pair.question for pair in material_of(document, domain).plain]


def test_a_sentence_without_a_pattern_is_asked_about_by_its_subject():
    assert plain_questions("High air pressure presses the sea down in the bay.", "oceanography") == [
        "What should one know about high air pressure in oceanography?"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is the rise of the sea above the tide.",
        "These are the reasons for the change of the tide.",
        "The word has nothing to do with the season.",
        "Is the tide the rise of the sea?",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_not_asked_about(sentence):
    assert questions(f"{SURGE} {sentence}") == ["What is a surge?"]


def test_a_heading_takes_the_place_of_the_pronoun_that_opens_its_section():
    assert questions("## Kelp\n\nIt is a large brown seaweed of the lowest shore.") == ["What is kelp?"]


def test_an_answer_that_leans_on_the_sentence_before_brings_it_along():
    document = "The ocean needs time to respond to the force. This delay is called the age of the tide."

    assert material_of(document, "").clear[-1].answer == document


def test_an_answer_brings_the_short_sentence_that_carries_it_on():
    document = "Photosynthesis is the process that stores light. It happens in the leaves."

    assert [pair.answer for pair in material_of(document, "").clear] == [document]


def test_each_question_is_there_once():
    assert questions("A surge is the rise of the sea. A surge is the rise of the whole sea.") == ["What is a surge?"]


def test_a_document_of_headings_alone_is_asked_about_as_a_whole():
    assert questions("# Tides") == ["What should one know about this subject?"]
