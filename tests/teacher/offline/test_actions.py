import pytest

from sdg_flows.teacher.offline.questions import material_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Water levels are recorded by tide gauges.", "How are water levels recorded?"),
        ("The liver is used to filter toxins.", "What is the liver used for?"),
        ("Chlorophyll absorbs red and blue light.", "What does chlorophyll absorb?"),
        ("Fiddler crabs feed on mud flats.", "What do fiddler crabs feed on?"),
        ("Barnacles live high on rocky shores.", "Where do barnacles live?"),
        ("The power in a stream grows with the cube of its speed.", "How does the power in a stream grow?"),
        ("Customers must register the device.", "What must customers do?"),
    ],
)
def test_objects_manners_and_places_are_asked_for(sentence, question):
    assert material_of(sentence, "").clear[0].question == question
