from random import Random

import pytest

from sdg_flows.teacher.offline.variants import answer_like, extracted, nearest, variant

EXEMPLAR = {
    "context": "Meeting\n\n1. Tom calls the firm tomorrow.\n2. Priya orders 200 kg of rye.\n3. Nadia bakes loaves.",
    "question": "Which action items were agreed?",
    "answer": "- Tom: call the firm\n- Priya: order 200 kg of rye\n- Nadia: bake loaves",
}
LETTER = {"question": "Write a note to Ines about 2 cats.", "answer": "Dear Ines,\n\nI cannot take 2 cats."}


@pytest.mark.parametrize("seed", range(8))
def test_answer_and_context_of_a_variant_speak_of_the_same_people(seed):
    made = variant(EXEMPLAR, Random(seed))
    people = [line.removeprefix("- ").split(":")[0] for line in made["answer"].split("\n")]

    assert people
    assert all(person in made["context"] for person in people)


def test_variants_differ_by_chance():
    assert len({variant(LETTER, Random(seed))["question"] for seed in range(10)}) > 5


def test_a_variant_has_the_parts_of_its_exemplar():
    assert set(variant({"question": "Why is the sea salty?"}, Random(0))) == {"question"}


def test_an_answer_is_fitted_to_a_question_of_the_same_kind():
    question = "Please write a note to Kim about 4 cats."

    assert answer_like(LETTER, question, "", Random(0)) == "Dear Kim,\n\nI cannot take 4 cats."


def test_an_answer_is_fitted_to_a_context_of_the_same_kind():
    context = "Meeting\n\n1. Kim bakes loaves.\n2. Sam calls the firm tomorrow.\n3. Lou orders 600 kg of rye."

    assert answer_like(EXEMPLAR, "Which action items were agreed?", context, Random(0)) == (
        "- Kim: bake loaves\n- Sam: call the firm\n- Lou: order 600 kg of rye"
    )


def test_the_answer_to_a_strange_context_is_taken_from_it():
    context = "The ferry leaves at noon. Cars pay more. The ferry crew rests on Mondays."

    assert answer_like(LETTER | {"context": "Cats."}, "When does the ferry leave?", context, Random(0)) == (
        "The ferry leaves at noon. Cars pay more."
    )


def test_an_extract_has_the_sentences_that_share_most_with_the_question():
    assert extracted("Who pays more?", "Ships wait. Cars pay more.", listed=True) == "- Ships wait.\n- Cars pay more."


def test_the_nearest_exemplar_shares_most_words():
    assert nearest([EXEMPLAR, LETTER], "Write a note about cats") == LETTER
