from random import Random

import pytest

from sdg_flows.teacher.offline.particulars import exchange, exchanged, names_in, turned_alike


def test_names_are_told_by_the_words_around_them():
    assert names_in("Dear Ines, Mr Okafor came.\n- Tom: ask Tom twice\n- Oven: repair the oven") == (
        ["Ines", "Tom"],
        ["Okafor"],
    )


def test_all_texts_of_a_record_are_exchanged_alike():
    question, answer = "Dear Ines wrote on 3 walls for two weeks.", "Dear Ines, two weeks and 3 walls are too much."
    mapping = exchange([question], answer, Random(3))

    assert set(mapping) >= {"Ines", "3"}
    assert exchanged(answer, mapping) == answer.replace("Ines", mapping["Ines"]).replace("3", mapping["3"]).replace(
        "two", mapping.get("two", "two")
    )


@pytest.mark.parametrize("seed", range(5))
def test_numbers_stay_when_the_answer_has_one_of_its_own(seed):
    assert exchange(["What is 3 plus 4?"], "It is 7.", Random(seed)) == turned_only(seed)


def turned_only(seed):
    mapping = exchange(["What is it?"], "It is so.", Random(seed))
    return {word: other for word, other in mapping.items() if not word.isdigit()}


@pytest.mark.parametrize("seed", range(5))
def test_larger_numbers_stay_larger(seed):
    mapping = exchange(["Buy 3 of 250 or 900 rolls."], "Yes.", Random(seed))
    three, rolls, most = (int(mapping.get(number, number)) for number in ("3", "250", "900"))

    assert three < rolls < most


@pytest.mark.parametrize("seed", range(5))
def test_seasons_and_weekends_keep_their_months_and_days(seed):
    assert exchange(["Close in December for Christmas, and on Friday before the weekend."], "Yes.", Random(seed)) == {}


def test_the_marks_of_a_list_are_not_exchanged():
    assert exchanged("2. Order 2 bags", {"2": "5"}) == "2. Order 5 bags"


def test_one_day_that_moved_tells_where_all_have_moved():
    assert turned_alike("Monday", "Wednesday")["Saturday"] == "Monday"
