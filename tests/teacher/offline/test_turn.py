from sdg_flows.core.exchange import Request
from sdg_flows.teacher.offline.turn import Turn, turn_of


def test_the_draws_of_a_row_go_through_all_choices_before_one_comes_again():
    picked = [Turn("row", draw).of("abcd") for draw in range(5)]

    assert sorted(picked[:4]) == ["a", "b", "c", "d"]
    assert picked[4] == picked[0]


def test_rows_go_through_the_choices_in_their_own_order():
    assert len({tuple(Turn(row, draw).of("abcd") for draw in range(4)) for row in "pqrstu"}) > 1


def test_without_sampling_the_turn_depends_on_the_prompt_alone():
    assert turn_of(Request("a", 0, {"temperature": 0}), "p") == turn_of(Request("b", 7, {"temperature": 0}), "p")
