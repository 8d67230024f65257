from random import Random

from sdg_flows.teacher.offline.options import wants_options, with_options
from sdg_flows.teacher.offline.pair import Pair

PAIRS = [Pair(f"What is {name}?", f"{name} is a thing.") for name in ("Ash", "Bay", "Cod", "Dew")]


def test_the_right_option_is_one_of_four_lines_and_the_answer():
    pair = with_options(PAIRS[0], PAIRS, Random(1))
    question, *options = pair.question.split("\n")

    assert question == "What is Ash?"
    assert [option[:3] for option in options] == ["A) ", "B) ", "C) ", "D) "]
    assert pair.answer in options
    assert pair.answer[3:] == "Ash is a thing."


def test_a_pair_stays_as_it_is_when_there_are_too_few_others():
    assert with_options(PAIRS[0], PAIRS[:3], Random(1)) == PAIRS[0]


def test_a_prompt_asks_for_options_by_name():
    assert wants_options("Write multiple-choice questions.")
    assert not wants_options("Write questions.")
