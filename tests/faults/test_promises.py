from collections import Counter

from benchmarks.promises import broken, paid_twice

A, B = "a" * 12, "b" * 12


def called(*marks: str, left: float | None = 1.0) -> list[dict[str, object]]:
    return [{"mark": mark, "number": 1, "arrived": 0.0, "left": left} for mark in marks]


def row(row_id: str, mark: str) -> dict[str, str]:
    return {"row_id": row_id, "response": f"It is {mark}."}


def test_a_call_that_an_unbroken_run_does_not_make_is_put_to_the_kill_that_lost_its_answer():
    runs = [called("x", "y"), called("y", "z"), called("z", "u")]

    assert paid_twice(runs, Counter("xyzu")) == [1, 1]


def test_draws_of_one_prompt_are_each_paid_for_once():
    assert paid_twice([called("x"), called("x", "x")], Counter({"x": 2})) == [1]
    assert paid_twice([called("x"), called("x")], Counter({"x": 2})) == [0]


def test_rows_with_answers_that_left_are_well():
    assert list(broken([row("1", A), row("2", B)], called(A, B))) == []


def test_a_row_that_is_there_twice_or_was_never_answered_is_found():
    rows = [row("1", A), row("1", A), row("2", B), {"row_id": "3", "response": "made up"}]

    assert list(broken(rows, [*called(A), *called(B, left=None)])) == [
        "row 1: is there 2 times",
        f"row 2: no reply {B} ever left",
        "row 3: holds no answer",
    ]
