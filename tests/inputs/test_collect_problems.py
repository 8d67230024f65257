import pytest

from sdg_flows.core.errors import InputError, Problem
from sdg_flows.inputs.collect_problems import map_collecting_problems


def half(number: int) -> int:
    if number % 2:
        raise InputError([Problem("b", number, "odd"), Problem("a", None, "odd")])
    return number // 2


def test_what_each_item_gives_comes_in_order():
    assert map_collecting_problems(half, [4, 2]) == [2, 1]


def test_the_problems_of_all_items_are_raised_at_once_by_file_and_line():
    with pytest.raises(InputError) as raised:
        map_collecting_problems(half, [5, 2, 3])

    assert str(raised.value) == "a: odd\na: odd\nb:3: odd\nb:5: odd"
