import pyarrow as pa

from outputs.records import gone, made
from sdg_flows.outputs.balance import Balance, count_balance

from tables import table

THREE = table(n=[0, 1, 2])


def ids(*names):
    return pa.table({"row_id": pa.array(names, pa.string())})


def test_input_rows_end_as_output_or_rejected_under_their_own_ids():
    one = made(inputs=THREE, rows=ids("r0", "r2"), rejected=[gone("r1")])

    assert count_balance(one) == Balance(inputs=3, with_output=2, all_rejected=1)
    assert count_balance(one).adds_up


def test_offspring_is_followed_over_generations():
    rejected = [gone("q2"), gone("a3"), gone("q4")]
    asked = [("q1", "r0"), ("q2", "r0"), ("q3", "r1"), ("q4", "r2")]
    answered = [("a1", "q1"), ("a3", "q3")]
    one = made(ids("a1"), inputs=THREE, rejected=rejected, lineage=asked, later=answered)

    assert count_balance(one) == Balance(inputs=3, with_output=1, all_rejected=2)


def test_a_row_made_of_several_counts_for_each():
    one = made(inputs=THREE, rows=ids("m"), lineage=[("m", "r0"), ("m", "r1"), ("m", "r2")])

    assert count_balance(one) == Balance(inputs=3, with_output=3)


def test_an_input_row_that_ends_nowhere_is_lost():
    one = made(inputs=THREE, rows=ids("r0"), rejected=[gone("r1")], lineage=[("q1", "r2")])

    assert count_balance(one) == Balance(inputs=3, with_output=1, all_rejected=1, lost=1)
    assert not count_balance(one).adds_up


def test_a_row_that_comes_from_no_input_is_a_stray():
    one = made(inputs=THREE, rows=ids("r0", "r1", "r2", "x"), rejected=[gone("y1")], lineage=[("y1", "y")])

    assert count_balance(one) == Balance(inputs=3, with_output=3, strays=2)
    assert not count_balance(one).adds_up


def test_nothing_in_and_nothing_out_adds_up():
    assert count_balance(made()) == Balance()
    assert count_balance(made()).adds_up


def test_a_circle_in_the_lineage_does_not_hang():
    assert count_balance(made(inputs=THREE, rows=ids("a"), lineage=[("a", "b"), ("b", "a")])).lost == 3


def test_balances_add_up():
    assert Balance(5, 2, 1, 1, 1) + Balance(1, 1) == Balance(6, 3, 1, 1, 1)
