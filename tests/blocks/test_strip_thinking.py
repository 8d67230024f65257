import pytest

from sdg_flows.blocks.strip_thinking import StripThinkingBlock

from tables import cells, reasons, table


@pytest.mark.parametrize(
    ("said", "left", "thought"),
    [
        ("<think>\nwhy\n</think>\n\nbecause ", "because", "why"),
        ("why</think>because", "because", "why"),
        ("<think>a</think>b</think>c", "c", "a</think>b"),
        ("  because\n", "  because\n", None),
        ("<think></think>", "", ""),
    ],
    ids=["opened", "not-opened", "last-tag", "no-tag", "nothing"],
)
def test_what_stands_after_the_tag_is_left(said, left, thought):
    kept = StripThinkingBlock(name="strip", column="a", reasoning_col="why")(table(a=[said])).kept

    assert (cells(kept, "a"), cells(kept, "why")) == ([left], [thought])


def test_the_reasoning_goes_unless_it_has_a_column():
    kept = StripThinkingBlock(name="strip", column="a")(table(a=["why</think>because"])).kept

    assert kept.to_pydict() == {"row_id": ["r0"], "a": ["because"]}


def test_another_tag_is_read_as_it_is_written():
    block = StripThinkingBlock(name="strip", column="a", tag="(.end)", open_tag="[+")

    assert cells(block(table(a=["[+ why (.end) because"])).kept, "a") == ["because"]


def test_thinking_without_an_end_and_null_cells_are_rejected():
    outcome = StripThinkingBlock(name="strip", column="a")(table(a=["<think> why", None, "because"]))

    assert reasons(outcome.rejected) == {"r0": "unclosed_thinking", "r1": "null_value"}
    assert cells(outcome.kept, "a") == ["because"]
