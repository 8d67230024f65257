import pytest
from pydantic import ValidationError

from sdg_flows.blocks.filter_by_text import FilterByTextBlock, repetition
from sdg_flows.core.near_texts import split_words

from tables import cells, reasons, table


def test_texts_of_another_length_leave_and_say_how_long_they_are():
    block = FilterByTextBlock(name="fit", column="q", min_words=2, max_characters=12)
    rejected = block(table(q=["one", "one two", "one two three", None])).rejected

    assert reasons(rejected) == {"r0": "too_short", "r2": "too_long", "r3": "null_value"}
    assert cells(rejected, "detail") == [
        "1 words; expected at least 2",
        "13 characters; expected at most 12",
        "'q' is null",
    ]


@pytest.mark.parametrize(("text", "share"), [("a b c a b c a b c", 0.571429), ("x x x x x x", 0.75), ("a b", 0.0)])
def test_repetition_is_the_share_of_runs_that_were_there_before(text, share):  # nemotron case C91
    assert repetition(split_words(text)) == pytest.approx(share, abs=1e-6)


def test_a_text_that_repeats_itself_leaves():
    block = FilterByTextBlock(name="fit", column="q", max_repetition=0.5)

    assert cells(block(table(q=["x x x x x x", "a b c d"])).kept, "q") == ["a b c d"]


def test_forbidden_words_are_whole_words_in_any_case():
    block = FilterByTextBlock(name="fit", column="q", forbidden=("map", "go to"), forbidden_starts=("Write a program",))
    rows = table(q=["Draw a Map.", "mapping", "go to bed", "  write a program", "Do not write a program"])

    assert reasons(block(rows).rejected) == {"r0": "forbidden_words", "r2": "forbidden_words", "r3": "forbidden_start"}


def test_the_detail_names_every_rule_that_is_broken():
    block = FilterByTextBlock(name="fit", column="q", min_words=3, forbidden=("image",))

    assert cells(block(table(q=["an image"])).rejected, "detail") == ["2 words; expected at least 3; holds 'image'"]


def test_an_apostrophe_counts_however_it_is_written():
    block = FilterByTextBlock(
        name="fit", column="q", forbidden_starts=("I'm sorry",), forbidden=("rock \u2019n\u2019 roll",)
    )
    rows = table(q=["I\u2019m sorry, but no.", "I'm sorry.", "Play rock 'n' roll.", "I am here."])

    assert cells(block(rows).kept, "row_id") == ["r3"]


@pytest.mark.parametrize(
    "rules",
    [{}, {"min_words": None}, {"forbidden": ()}, {"min_words": 3, "max_words": 2}, {"max_repetition": 1.5}],
)
def test_a_filter_without_a_rule_or_that_nothing_passes_is_refused(rules):
    with pytest.raises(ValidationError):
        FilterByTextBlock(name="fit", column="q", **rules)


@pytest.mark.parametrize("rule", ["forbidden", "forbidden_starts"])
def test_a_blank_phrase_is_refused_as_it_stands_in_every_text(rule):
    with pytest.raises(ValidationError, match="is blank, and stands in every text"):
        FilterByTextBlock(name="fit", column="q", **{rule: ("", "image")})
