from outputs.records import gone, made
from sdg_flows.outputs.rejections import Rejection, by_block, by_reason, most_first, rejections

from tables import table

LOST = made(
    inputs=table(document=["D"]),
    rejected=[
        gone("a", detail=None, document="D", question="Q", response="R", evaluation="E", score="0"),
        gone("b", "cut", "gen", "2048 tokens", document="D"),
        gone("c", "cut", "gen", "4096 tokens", document="D"),
        gone("d", "cut", "judge", "9 tokens", document="D", score="1"),
    ],
)


def test_rows_are_counted_by_block_and_reason_with_the_first_as_example():
    assert rejections(LOST) == (
        Rejection("knowledge", "judge", "low_score", 1, None, {"response": "R", "evaluation": "E", "score": "0"}, "k1"),
        Rejection("knowledge", "gen", "cut", 2, "2048 tokens", {"document": "D"}, "k1"),
        Rejection("knowledge", "judge", "cut", 1, "9 tokens", {"score": "1"}, "k1"),
    )


def test_the_example_keeps_its_own_empty_detail():
    one = made(rejected=[gone("a", detail=None), gone("b", detail="of another row")])

    assert rejections(one) == (Rejection("knowledge", "judge", "low_score", 2, None, {}, "k1"),)


def test_the_most_rows_come_first_and_ties_keep_their_order():
    assert [(loss.block, loss.reason) for loss in most_first(rejections(LOST))] == [
        ("gen", "cut"),
        ("judge", "low_score"),
        ("judge", "cut"),
    ]


def test_reasons_are_summed_over_blocks():
    assert by_reason(rejections(LOST)) == [("cut", 3), ("low_score", 1)]


def test_blocks_have_their_reasons():
    assert by_block(rejections(LOST)) == {"judge": {"low_score": 1, "cut": 1}, "gen": {"cut": 2}}


def test_nothing_rejected_is_no_loss():
    assert rejections(made()) == ()
