import pytest

from sdg_flows.teacher.offline.questions import material_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "The day grows longer by about two seconds in a century.",
            "By how much does the day grow longer in a century?",
        ),
        ("The battery lasts 12 hours on a full charge.", "How long does the battery last?"),
        ("The human heart has four chambers.", "How many chambers does the human heart have?"),
        ("The lunar tide has a period of 12 hours.", "What period does the lunar tide have?"),
        ("The Earth is closest to the Sun in early January.", "When is the Earth closest to the Sun?"),
        ("Marie Curie moved to Paris in 1891.", "When did Marie Curie move to Paris?"),
        ("Spring tides come back at intervals of about 15 days.", "At what intervals do spring tides come back?"),
        ("There are three main kinds of loops.", "How many main kinds of loops are there?"),
        ("The lagoon is about 40 metres deep.", "How deep is the lagoon?"),
    ],
)
def test_amounts_and_times_are_asked_for(sentence, question):
    assert material_of(sentence, "").clear[0].question == question
