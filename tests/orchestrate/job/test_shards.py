import pytest

from sdg_flows.orchestrate.job.shards import rows_per_shard, shards_in_flight


@pytest.mark.parametrize(
    ("rows", "blocks", "in_a_shard"),
    [
        (60, 3, 100),
        (4_000, 10, 250),
        (16_000, 3, 1_000),
        (400_000, 3, 4_000),
        (1_000_000, 10, 6_667),
        (10**8, 3, 8_000),
    ],
)
def test_a_small_table_is_cut_fine_and_a_large_one_into_few_shards(rows, blocks, in_a_shard):
    assert rows_per_shard(rows, blocks) == in_a_shard


@pytest.mark.parametrize("in_a_shard", [100, 1_000, 2_000, 8_000])
def test_no_more_than_sixteen_thousand_rows_travel_at_one_time(in_a_shard):
    assert 2 * in_a_shard <= shards_in_flight(in_a_shard, 0) * in_a_shard <= 16_000


def test_with_many_workers_more_shards_travel_than_there_are_places_for():
    assert shards_in_flight(2_000, slots=64) == 66
    assert shards_in_flight(1_000, slots=4) == shards_in_flight(1_000, slots=0) == 16
