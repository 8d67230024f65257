import pytest

from sdg_flows.teacher.offline.questions import material_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("A storm surge is the rise of the sea above the tide.", "What is a storm surge?"),
        ("Tides are the regular rise and fall of the sea.", "What are tides?"),
        ("A spring tide near perigee is called a perigean tide.", "What is a perigean tide?"),
        ("Inflation means that prices rise over the years.", "What does inflation mean?"),
        ("Marie Curie was a physicist who won two prizes.", "Who was Marie Curie?"),
    ],
)
def test_what_a_sentence_defines_is_asked_for(sentence, question):
    assert [pair.question for pair in material_of(sentence, "").clear] == [question]
