from sdg_flows.blocks.row_multiplier import RowMultiplierBlock

from tables import cells, table

ROWS = table(a=["x", "y", "z"])


def test_each_row_comes_as_often_as_asked_with_an_id_of_its_own():
    outcome = RowMultiplierBlock(name="m", num_samples=2)(ROWS)

    assert cells(outcome.kept, "a") == ["x", "x", "y", "y", "z", "z"]
    assert len(set(cells(outcome.kept, "row_id"))) == 6
    assert cells(outcome.lineage, "parent_id") == ["r0", "r0", "r1", "r1", "r2", "r2"]


def test_a_shuffle_has_all_rows_in_an_order_that_its_seed_decides():
    orders = [
        cells(RowMultiplierBlock(name="m", num_samples=4, shuffle=True, random_seed=seed)(ROWS).kept, "a")
        for seed in (1, 1, 2)
    ]

    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == ["x"] * 4 + ["y"] * 4 + ["z"] * 4


def test_only_a_shuffle_looks_at_the_whole_table():
    assert [RowMultiplierBlock(name="m", num_samples=2, shuffle=shuffle).whole_table for shuffle in (False, True)] == [
        False,
        True,
    ]
