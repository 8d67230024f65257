import pytest

from sdg_flows.blocks.strip_thinking import StripThinkingBlock

from tables import cells, reasons, table

STRIP = StripThinkingBlock(name="strip", column="a", reasoning_col="why")


@pytest.mark.parametrize(
    ("said", "answer", "why"),
    [
        ("<think>so\nit is</think>\n Yes. ", "Yes.", "so\nit is"),
        ("so</think>Yes.", "Yes.", "so"),
        ("Yes.", "Yes.", None),
    ],
    ids=["both-tags", "closing-tag-only", "no-tag"],
)
def test_what_stands_after_the_thinking_is_kept(said, answer, why):
    kept = STRIP(table(a=[said])).kept

    assert (cells(kept, "a"), cells(kept, "why")) == ([answer], [why])


@pytest.mark.parametrize(("said", "reason"), [("<think>so", "unclosed_thinking"), (None, "null_value")])
def test_a_text_without_an_answer_is_rejected(said, reason):
    assert reasons(STRIP(table(a=["x", said])).rejected) == {"r1": reason}
