import pytest

from sdg_flows.outputs.report.word_counts import Lengths, lengths, words


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one two\nthree", 3), ("don't - stop", 3), ("水は", 3), ("größer als", 2)]
)
def test_words_stand_between_blanks_and_characters_without_them_count_each(text, count):
    assert words(text) == count


def test_texts_are_counted_by_their_words():
    assert lengths([0, 1, 1, 3]) == Lengths(4, 1, 3, 1, (1, 2, 0, 1))


def test_the_last_bar_has_all_longer_texts_so_that_one_of_them_does_not_flatten_the_rest():
    found = lengths([*range(1, 100), 100_000])

    assert (found.width, found.longest, len(found.bars), sum(found.bars)) == (5, 100_000, 20, 100)
    assert found.bars[-1] == 6


def test_without_texts_there_are_no_bars():
    assert lengths([]).bars == ()
