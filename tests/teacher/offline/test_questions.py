import pytest

from sdg_flows.teacher.offline.questions import question_and_answer
from sdg_flows.teacher.offline.turn import Turn

SURGE = "A surge is the rise of the whole sea."
MOON = "The pull of the Moon falls. "


def pairs(document):
    return {question_and_answer(document, Turn("row", draw)) for draw in range(12)}


def questions(document):
    return {question for question, _ in pairs(document)}


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("A storm surge is the rise of the sea above the tide.", "What is a storm surge?"),
        ("Tides are the regular rise and fall of the sea.", "What are tides?"),
        ("A spring tide near perigee is called a perigean tide.", "What is a perigean tide?"),
        ("Inflation means that prices rise over the years.", "What does inflation mean?"),
        ("Marie Curie was a physicist who won two prizes.", "Who was Marie Curie?"),
        ("The human heart has four chambers.", "How many chambers does the human heart have?"),
        ("The lunar tide has a period of 12 hours.", "What period does the lunar tide have?"),
        ("The lagoon is about 40 metres deep.", "How deep is the lagoon?"),
        ("The Earth is closest to the Sun in early January.", "When is the Earth closest to the Sun?"),
        ("The day grows longer by about two seconds in a century.", "By how much does the day grow longer?"),
        ("Water levels are recorded by tide gauges.", "How are water levels recorded?"),
        ("The liver is used to filter toxins.", "What is the liver used for?"),
        ("Chlorophyll and carotene absorb red and blue light.", "What do chlorophyll and carotene absorb?"),
        ("The speed of a wave depends on the depth.", "What does the speed of a wave depend on?"),
        ("Barnacles live high on rocky shores.", "Where do barnacles live?"),
        ("A surge is most dangerous when its peak meets high water.", "When is a surge most dangerous?"),
        ("The tide has a short period, because it follows the Sun.", "Why does the tide have a short period?"),
        (
            "Seas that are closed have weak tides because of rocks.",
            "Why is it that seas that are closed have weak tides?",
        ),
        ("The far side is left behind, so the water is deep.", "Why is the water deep?"),
        ("When a bay fits the tide, the motion grows.", "What happens when a bay fits the tide?"),
        ("To predict the tide, the level is recorded for a year.", "What is needed to predict the tide?"),
        ("Gravity grows weaker with the distance.", "Is it true that gravity grows weaker with the distance?"),
    ],
)
def test_a_sentence_is_asked_about_by_the_pattern_it_has(sentence, question):
    assert question in questions(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is the rise of the sea above the tide.",
        "The outcome is a rise of the sea.",
        "The two have a period of 12 hours.",
        "Is the tide the rise of the sea?",
        "To protect themselves from the sun, seals dive.",
        "The tide:",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_not_asked_about(sentence):
    assert questions(f"{SURGE} {sentence}") == {"What is a surge?"}


def test_an_answer_that_leans_on_the_sentence_before_brings_it_along():
    document = "The ocean needs time to respond. This delay is called the age of the tide."

    assert ("What is the age of the tide?", document) in pairs(document)


def test_a_conclusion_is_answered_with_its_ground():
    document = "The lunar day is long. High waters are therefore far apart."

    assert ("Why are high waters far apart?", document) in pairs(document)


def test_a_name_keeps_its_capital_inside_a_question():
    assert "What is the Moon?" in questions(f"{MOON}The Moon is a body of rock.")
    assert "What does Moon rock contain?" in questions(f"{MOON}Moon rock contains iron.")


def test_a_row_asks_open_questions_before_those_for_a_yes():
    asked = [question_and_answer(f"{SURGE} {MOON}", Turn("row", draw)) for draw in range(3)]

    assert asked == [
        ("What is a surge?", SURGE),
        ("Is it true that the pull of the Moon falls?", "Yes, the pull of the Moon falls."),
        ("What is a surge?", SURGE),
    ]


@pytest.mark.parametrize(
    ("document", "question"),
    [
        ("Die Flut steigt 6 Stunden lang.", "Die Flut steigt _____ Stunden lang."),
        ("La luna levanta el agua.", "La luna _____ el agua."),
        ("潮汐は月。", "_____は月。"),
        ("# Tides", "# _____"),
        ("This delay is called the age of the tide.", "This delay is _____ the age of the tide."),
    ],
)
def test_a_document_that_no_pattern_fits_gets_gaps(document, question):
    assert questions(document) == {question}
