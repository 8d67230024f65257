import pytest

from sdg_flows.teacher.offline.words import content_words, is_english, overlap


def test_content_words_leave_out_grammar_and_plurals():
    assert content_words("The tides of the seas are 1,600 km, it's said.") == {
        "tide",
        "sea",
        "1,600",
        "km",
        "it",
        "said",
    }


def test_overlap_is_the_share_of_the_first_texts_words():
    assert overlap("tide and moon", "The tides come.") == 0.5


def test_a_text_without_words_overlaps_with_nothing():
    assert overlap("", "The tides come.") == 0.0


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The tide is high in the bay.", True),
        ("Die Flut ist hoch an der Küste.", False),
        ("La marée est haute.", False),
    ],
)
def test_english_is_told_by_its_small_words(text, english):
    assert is_english(text) is english
