from random import Random

from sdg_flows.teacher.offline.contexts import answer_after, blocks_of, new_order, order_of, same_blocks

NOTES = "Meeting\n\n1. Oven: Tom calls the firm.\n2. Flour: Priya orders rye.\n3. Bread: Nadia bakes loaves."
ANSWER = "- Tom: call the firm\n- Priya: order rye\n- Nadia: bake loaves"


def test_list_items_are_blocks_below_a_head():
    blocks = blocks_of(NOTES)

    assert (blocks.head.strip(), len(blocks.blocks), blocks.free) == ("Meeting", 3, True)


def test_items_in_another_order_are_counted_anew():
    assert blocks_of(NOTES).joined([2, 0]) == "Meeting\n\n1. Bread: Nadia bakes loaves.\n2. Oven: Tom calls the firm."


def test_paragraphs_keep_their_order():
    blocks = blocks_of("Head\n\nOne.\n\nTwo.\n\nThree.")

    assert (blocks.free, blocks.joined([0, 2])) == (False, "Head\n\nOne.\n\nThree.")


def test_the_answer_follows_the_blocks_that_are_kept():
    assert answer_after(ANSWER, blocks_of(NOTES), [2, 0]) == "- Nadia: bake loaves\n- Tom: call the firm"


def test_no_more_than_one_block_is_left_out():
    orders = [new_order(blocks_of(NOTES), ANSWER, Random(seed)) for seed in range(30)]

    assert {len(order) for order in orders} == {2, 3}


def test_a_block_that_the_whole_answer_comes_from_stays():
    orders = [new_order(blocks_of(NOTES), "- Priya: order rye", Random(seed)) for seed in range(30)]

    assert all(1 in order for order in orders)


def test_blocks_are_known_again_in_another_context():
    other = "Meeting\n\n1. Bread: Kim bakes loaves.\n2. Flour: Sam orders rye."

    assert order_of(same_blocks(blocks_of(NOTES), blocks_of(other))) == [2, 1]
