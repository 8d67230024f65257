from sdg_flows.blocks.row_multiplier import RowMultiplierBlock
from sdg_flows.core.table import child_id

from tables import cells, table


def test_all_copies_of_a_row_come_before_those_of_the_next():
    outcome = RowMultiplierBlock(name="more", num_samples=2)(table(a=["x", "y"]))
    ids = [child_id("r0", 0), child_id("r0", 1), child_id("r1", 0), child_id("r1", 1)]

    assert (cells(outcome.kept, "a"), cells(outcome.kept, "row_id")) == (["x", "x", "y", "y"], ids)
    assert outcome.lineage.to_pydict() == {
        "row_id": ids,
        "parent_id": ["r0", "r0", "r1", "r1"],
        "answer_key": [None] * 4,
    }


def test_shuffled_rows_are_the_same_rows_in_an_order_that_the_seed_decides():
    plain, one, again, other = (
        cells(RowMultiplierBlock(name="more", num_samples=9, **how)(table(a=["x"])).kept, "row_id")
        for how in ({}, {"shuffle": True}, {"shuffle": True}, {"shuffle": True, "random_seed": 1})
    )

    assert sorted(plain) == sorted(one) == sorted(other)
    assert one == again
    assert len({tuple(plain), tuple(one), tuple(other)}) == 3


def test_only_a_shuffle_looks_at_the_whole_table():
    blocks = [RowMultiplierBlock(name="more", num_samples=1, shuffle=shuffle) for shuffle in (False, True)]

    assert [block.whole_table for block in blocks] == [False, True]
