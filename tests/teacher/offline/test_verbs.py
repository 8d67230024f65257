import pytest

from sdg_flows.teacher.offline.verbs import Verb, verb_of


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("carries", Verb("carry", "does")),
        ("has", Verb("have", "does")),
        ("rise", Verb("rise", "do")),
        ("rose", Verb("rise", "did")),
        ("must", Verb("must", "")),
        ("harbour", None),
    ],
)
def test_a_finite_form_tells_its_verb_and_the_help_it_needs(word, verb):
    assert verb_of(word) == verb
