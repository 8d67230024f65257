import pytest

from sdg_flows.inputs.text_splitter import split_sentences, split_text, starts_sentence
from sdg_flows.inputs.tokens import estimate_tokens


def texts(text, most, *, at_lines=False):
    return [text[one.start : one.end] for one in split_text(text, 0, len(text), most, at_lines=at_lines)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        ('He said "no." She left.', ['He said "no." ', "She left."]),
        ("Dr. Ames saw St. Ives. Fine.", ["Dr. Ames saw St. Ives. ", "Fine."]),
        ("J. Smith, e.g. Bob. Ok", ["J. Smith, e.g. Bob. ", "Ok"]),
        ("Version 2.5 is out. 3 more", ["Version 2.5 is out. ", "3 more"]),
        ("a... then b", ["a... then b"]),
        ("潮。月。", ["潮。", "月。"]),
        ("no stop\n\nNext", ["no stop\n\n", "Next"]),
    ],
)
def test_sentences_end_at_stops_and_blank_lines(text, whole):
    assert [text[one.start : one.end] for one in split_sentences(text, 0, len(text))] == whole


def test_what_fits_stays_whole():
    assert texts("One. Two. Three.", 6) == ["One. Two. Three."]


def test_sentences_are_put_together_up_to_the_limit():
    assert texts("One. Two. Three. Four.", 4) == ["One. Two. ", "Three. Four."]


def test_lines_are_cut_first_where_asked():
    assert texts("- a. B\n- c\n\n  - d\n", 6, at_lines=True) == ["- a. B\n", "- c\n\n  - d\n"]


def test_a_long_sentence_is_cut_at_words_and_a_long_word_within():
    assert texts(f"one two three {'x' * 15}", 2) == ["one two ", "three ", "x" * 12, "x" * 3]


@pytest.mark.parametrize("most", [1, 2, 7, 40])
def test_pieces_hold_all_of_the_text_and_are_short_enough(most):
    text = "Tides rise. They fall; twice a day, on most coasts.\n- one\n- two\n" * 5 + "-" * 90
    cut = texts(text, most, at_lines=True)

    assert "".join(cut) == text
    assert max(map(estimate_tokens, cut)) <= most


@pytest.mark.parametrize(
    ("before", "starts"), [("", True), ("It. ", True), ('"It." ', True), ("a\n", True), ("a, ", False)]
)
def test_a_sentence_can_start_after_a_stop_a_line_or_nothing(before, starts):
    assert starts_sentence(f"{before}Next", len(before)) is starts
