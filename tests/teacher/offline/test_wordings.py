from random import Random

import pytest

from sdg_flows.teacher.offline.wordings import asked_anew, reworded


def test_a_request_comes_in_several_forms():
    assert {asked_anew("Write a note. Be kind.", Random(seed)) for seed in range(40)} == {
        "Write a note. Be kind.",
        "Please write a note. Be kind.",
        "Could you write a note? Be kind.",
        "Can you write a note? Be kind.",
        "I'd like you to write a note. Be kind.",
        "Would you write a note, please? Be kind.",
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_question_keeps_its_words(seed):
    assert "hich tasks are open?" in asked_anew("Which tasks are open?", Random(seed))


def test_a_set_phrase_is_exchanged_for_one_of_the_same_meaning():
    assert {reworded("Warm wishes", Random(seed)) for seed in range(20)} == {
        "Warm wishes",
        "With warm wishes",
        "All good wishes",
    }


def test_since_stays_since():
    assert {reworded("since 1990", Random(seed)) for seed in range(9)} == {"since 1990"}
