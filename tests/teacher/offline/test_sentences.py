import pytest

from sdg_flows.teacher.offline.sentences import Sentence, plain, sentences_of, split_sentences


def test_headings_tables_and_code_are_no_sentences():
    document = "# Title\n\nOne line\ngoes on. It ends.\n\n| a | b |\n|---|---|\n\n```\ncode here.\n```\n"

    assert [sentence.text for sentence in sentences_of(document)] == ["One line goes on.", "It ends."]


def test_a_sentence_knows_its_heading_and_neighbours():
    assert sentences_of("## Tides\n\nA rises. B falls.") == (
        Sentence("A rises.", "Tides", after="B falls.", first=True),
        Sentence("B falls.", "Tides", before="A rises."),
    )


def test_a_bold_label_is_a_heading():
    assert sentences_of("**Low water.** The sea is low.")[0].heading == "Low water"


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


def test_markup_is_taken_off_the_words():
    assert plain("**High** [water](x.md) is `high`, *very* high.") == "High water is high, very high."
