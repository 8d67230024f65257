from outputs.records import answered, gone, made
from sdg_flows.outputs.categories import count_categories
from sdg_flows.outputs.report.topics import RowCounts

from tables import table

TOPICS = ["tides", 'the "moon"', "tides", 'the "moon"']


def of(rejected=(), rows=None, **columns):
    """Count the rows of a pipeline whose made rows are its input, unless they are given."""
    inputs = table(**columns)
    return count_categories(made(inputs if rows is None else rows, inputs=inputs, rejected=rejected))


def test_rows_made_and_rejected_are_counted_for_each_text_of_a_column():
    moon = 'the "moon"'
    rejected = [gone("x1", topic="tides"), gone("x2", topic=moon), gone("x3", n=1, topic=moon), gone("x4")]
    found = of(rejected, answered("Q", "R", topic=["tides"] * 2), topic=TOPICS)

    assert found == {"topic": {"tides": RowCounts(2, 1), moon: RowCounts(0, 2)}}
    assert list(found["topic"]) == ["tides", moon]


def test_a_column_that_does_not_sort_the_rows_is_left_out():
    found = of(
        question=["a", "b", "c", "d"],
        language=["en"] * 4,
        level=[1, 2, 1, 2],
        document=["long " * 20, "other"] * 2,
        topic=TOPICS,
    )

    assert list(found) == ["topic"]


def test_a_column_that_a_block_drops_is_left_out():
    assert of(rows=answered("Q"), topic=TOPICS) == {}


def test_four_columns_are_the_most():
    assert list(of(**{f"c{at}": TOPICS for at in range(6)})) == ["c0", "c1", "c2", "c3"]


def test_a_taxonomy_is_sorted_by_its_leaves():
    assert of(topic=TOPICS, leaf_node_path=TOPICS) == {}
