from random import Random

import pytest

from sdg_flows.teacher.offline.particulars import choose_replacements, replace_particulars


@pytest.mark.parametrize("seed", range(4))
def test_all_texts_of_an_exercise_are_exchanged_alike(seed):
    question, answer = "Dear Ines wrote on 3 walls.", "Dear Ines, 3 walls are too much."
    mapping = choose_replacements(question, answer, Random(seed))
    new, count = mapping["Ines"], mapping["3"]

    assert replace_particulars(question, mapping) == f"Dear {new} wrote on {count} walls."
    assert replace_particulars(answer, mapping) == f"Dear {new}, {count} walls are too much."


def test_names_are_told_by_the_words_around_them():
    text = "Summer: Dear Ines, Mr Okafor came with Rome.\n- Tom: ask Tom twice\n- Oven: repair the oven"

    assert set(choose_replacements(text, "7", Random(0))) == {"Ines", "Okafor", "Tom"}


@pytest.mark.parametrize("seed", range(4))
def test_numbers_stay_when_the_answer_has_one_of_its_own(seed):
    assert {"3", "4", "five"}.isdisjoint(choose_replacements("What is 3 plus 4 minus five?", "It is 2.", Random(seed)))


@pytest.mark.parametrize("seed", range(5))
def test_larger_numbers_stay_larger(seed):
    mapping = choose_replacements("Buy 3 of 250 or 1,900 rolls.", "Yes.", Random(seed))
    three, rolls, most = (int(mapping[number].replace(",", "")) for number in ("3", "250", "1,900"))

    assert three < rolls < most


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("text", ["Close in December for Christmas.", "On 31 May."])
def test_months_stay_where_others_would_not_fit(text, seed):
    assert choose_replacements(text, "On day 7.", Random(seed)) == {}


def test_the_marks_of_a_list_are_not_exchanged():
    assert replace_particulars("2. Order 2 bags", {"2": "5"}) == "2. Order 5 bags"
