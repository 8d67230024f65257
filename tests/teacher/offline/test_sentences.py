import pytest

from sdg_flows.teacher.offline.sentences import (
    Sentence,
    content_words,
    extract,
    is_english,
    overlap,
    sentences_of,
    split_sentences,
    summary,
)


def test_headings_tables_and_code_are_no_sentences():
    document = "# Title\n\nOne line\ngoes on. It ends.\n\n| a | b |\n|---|---|\n\n```\ncode here.\n```\n- An item.\n"

    assert sentences_of(document) == (
        Sentence("One line goes on."),
        Sentence("It ends.", before="One line goes on."),
        Sentence("An item."),
    )


def test_markup_and_labels_are_taken_off_the_words():
    text = "**Low water.** The **sea** is `low`, *very* low: see [charts](x.md)."

    assert sentences_of(text) == (Sentence("The sea is low, very low: see charts."),)


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("Dr. Wu left. She ran.", ["Dr. Wu left.", "She ran."]),
        ("It costs 2.5 euros. Cheap!", ["It costs 2.5 euros.", "Cheap!"]),
        ("潮が満ちる。潮が引く。", ["潮が満ちる。", "潮が引く。"]),
    ],
)
def test_a_paragraph_is_cut_where_sentences_end(paragraph, sentences):
    assert split_sentences(paragraph) == sentences


def test_content_words_leave_out_grammar_and_plurals():
    assert content_words("The tides of the seas are 1,600 km long.") == {"tide", "sea", "1,600", "km", "long"}


@pytest.mark.parametrize(("part", "share"), [("tide and moon", 0.5), ("", 0.0)])
def test_overlap_is_the_share_of_the_first_texts_words(part, share):
    assert overlap(part, "The tides come.") == share


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The tide is high in the bay.", True),
        ("Die Flut ist hoch an der Küste.", False),
        ("La marée est haute.", False),
    ],
)
def test_english_is_told_by_its_small_words(text, english):
    assert is_english(text) is english


def test_an_extract_has_the_sentences_that_share_most_with_the_question():
    assert extract("When do cars pay?", "Cars pay more. Gulls sleep. Cars pay at noon.") == (
        "Cars pay more. Cars pay at noon."
    )


def test_a_summary_has_the_sentences_that_open_paragraphs():
    document = "".join(f"Part {at} opens. It goes on.\n\n" for at in "1234") + "- A single item.\n"

    assert summary(document) == "Part 1 opens. Part 2 opens. Part 3 opens."
