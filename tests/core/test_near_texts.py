import random
from collections import Counter

import pytest

from sdg_flows.core.near_texts import NearTextIndex, rouge_l, split_words


def test_words_are_folded_in_any_script():
    assert split_words("Straße, NICHT straße-bahn!") == ["strasse", "nicht", "strasse", "bahn"]
    assert split_words("写一首诗 now") == ["写", "一", "首", "诗", "now"]


@pytest.mark.parametrize("text", ["ภาษา", "ພາສາ", "ភាសា", "ဘာသာ"], ids=["Thai", "Lao", "Khmer", "Burmese"])
def test_texts_without_spaces_are_taken_letter_by_letter(text):
    assert split_words(text) == list(text)


def test_equal_words_of_many_texts_are_held_once():
    assert split_words("The sea")[1] is split_words("By the SEA")[2]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("write a short poem about the sea", "write a short poem about the sky", 6 / 7),
        ("a b c d", "d c b a", 1 / 4),
        ("a b", "a x b", 4 / 5),
        ("", "a", 0.0),
    ],
)
def test_rouge_l_is_twice_the_common_subsequence_over_all_words(one, other, likeness):
    assert rouge_l(one.split(), other.split()) == pytest.approx(likeness)


def slowly(one, other):
    row = [0] * (len(other) + 1)
    for word in one:
        before = row
        row = [0]
        for at, rival in enumerate(other):
            row.append(before[at] + 1 if word == rival else max(row[at], before[at + 1]))
    return 2 * row[-1] / (len(one) + len(other))


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.9])
def test_the_nearest_text_is_that_of_comparing_with_all(threshold):
    dice = random.Random(threshold)
    texts = [[dice.choice("abcdefgh") for _ in range(dice.randint(1, 12))] for _ in range(150)]
    seen = NearTextIndex(Counter(word for text in texts for word in text), threshold)
    for place, text in enumerate(texts):
        alike = [slowly(text, other) for other in texts[:place]]
        best = max(alike, default=0.0)
        found = seen.nearest(text)
        if best > threshold:
            assert found is not None
            assert (found.place, found.similarity) == (alike.index(best), pytest.approx(best))
        else:
            assert found is None
        seen.add(text)
