from random import Random

import pytest

from sdg_flows.teacher.offline.variants import make_variant, rephrase_question

EXEMPLAR = {
    "context": "Meeting\n\n1. Tom calls the firm tomorrow.\n2. Priya orders 200 kg of rye.\n3. Nadia bakes loaves.",
    "question": "Which action items were agreed?",
    "answer": "- Tom: call the firm\n- Priya: order 200 kg of rye\n- Nadia: bake loaves\n\nLeft open: what to eat.",
}
LETTER = {"question": "Write a note to my friend Ines about 2 cats.", "answer": "Dear Ines,\n\nI cannot take 2 cats."}


@pytest.mark.parametrize("seed", range(8))
def test_the_answer_follows_the_order_of_the_context(seed):
    made = make_variant(EXEMPLAR, Random(seed))
    people = [line.removeprefix("- ").split(":")[0] for line in made["answer"].split("\n") if line.startswith("-")]

    assert [line.split(" ")[1] for line in made["context"].split("\n")[2:]] == people


def test_at_most_one_item_is_left_out():
    assert {make_variant(EXEMPLAR, Random(seed))["context"].count("\n") for seed in range(20)} == {3, 4}


def test_variants_differ_by_chance():
    assert len({make_variant(LETTER, Random(seed))["question"] for seed in range(10)}) > 5


def test_a_request_comes_in_several_forms():
    assert {rephrase_question("Write a note to the crew. Be kind.", Random(seed)) for seed in range(40)} == {
        "Write a note to the crew. Be kind.",
        "Please write a note to the crew. Be kind.",
        "Could you write a note to the crew? Be kind.",
        "Can you write a note to the crew? Be kind.",
        "I'd like you to write a note to the crew. Be kind.",
        "Would you write a note to the crew, please? Be kind.",
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_question_keeps_its_words(seed):
    assert "hich of the tasks are open?" in rephrase_question("Which of the tasks are open?", Random(seed))


@pytest.mark.parametrize("seed", range(6))
def test_a_question_in_another_language_stays_as_it_is(seed):
    assert rephrase_question("Warum ist das Meer salzig?", Random(seed)) == "Warum ist das Meer salzig?"
