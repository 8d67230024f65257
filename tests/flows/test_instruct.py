"""What the suite instruct makes of a teacher's answers."""

import itertools

import pytest

from flows.played import played, section, tagged
from flows.rated import RATED


@pytest.mark.parametrize(
    ("verdict", "question"),
    [
        ("YES", "Name ten rivers, the longest first."),
        ("**Yes.**", "Name ten rivers, the longest first."),
        ("NO", "Name a river."),
        ("Hard to say.", "Name a river."),
    ],
)
def test_a_request_that_did_not_gain_by_evolving_stays_as_it_was(verdict, question):
    evolved = tagged(new_request="Name ten rivers, the longest first.")
    made, rejected = played(
        "instruct/evolve_once",
        [{"question": "Name a river."}],
        lambda asked: tagged(explanation="So.", verdict=verdict) if "first_request" in asked else evolved,
    )

    assert ([row["question"] for row in made], rejected) == ([question], {})


def test_each_generation_of_a_request_is_answered_once():
    def say(asked: str) -> str:
        if "first_request" in asked:
            return tagged(explanation="So.", verdict="YES")
        if "Write the request below anew" in asked:
            before = section(asked, "request")
            return tagged(new_request=f"{before} {' '.join(f'w{len(before)}{at}' for at in range(12))}")
        return RATED if "Rate the response" in asked else tagged(response="It is done like this.")

    made, _ = played("instruct/evol_instruct", [{"question": "Name a river."}], say)

    assert [row["generation"] for row in made] == ["evolved_1", "evolved_2", "evolved_3", "evolved_4"]
    assert {row["seed_question"] for row in made} == {"Name a river."}


SEEDS = [f"{verb} the {thing} of a {place}." for verb, thing, place in zip(
    ["Describe", "Name", "Count", "Compare", "Translate", "Summarise", "Sort", "Judge", "Invent", "Explain"],
    ["walls", "owners", "doors", "smells", "sign", "story", "tools", "food", "motto", "rules"],
    ["castle", "bakery", "barn", "market", "hotel", "novel", "garage", "diner", "club", "game"],
    strict=True,
)]  # fmt: skip


def test_the_second_round_of_instructions_is_shown_what_the_first_one_made():
    numbers = itertools.count()
    shown: list[str] = []

    def say(asked: str) -> str:
        if "Write 8 new tasks" in asked or "Write 4 new tasks" in asked:
            shown.append(asked)
            at = next(numbers)
            return "".join(tagged(instruction=f"Task a{at}{one} b{at}{one} c{at}{one} d{at}{one}") for one in range(2))
        if "answer with one of these words" in asked.lower():
            return "no"
        return tagged(context="nothing", response="Done.")

    made, _ = played("instruct/self_instruct", [{"instruction": seed} for seed in SEEDS], say)

    first, second = [it for it in shown if "Write 8" in it], [it for it in shown if "Write 4" in it]
    assert (len(first), len(second), len(made)) == (10, 20, 60)
    assert all(it.count("Task a") == 0 and it.count("[Start of Instruction]") == 10 for it in first)
    assert all(it.count("Task a") == 2 and it.count("[Start of Instruction]") == 10 for it in second)
    assert {row["context"] for row in made} == {""}


def test_an_instruction_like_a_seed_is_not_new():
    made, rejected = played(
        "instruct/self_instruct",
        [{"instruction": seed} for seed in SEEDS],
        lambda asked: tagged(instruction=SEEDS[0].upper()),
    )

    assert made == []
    assert rejected == {"near_duplicate": 10}


def test_a_task_of_classification_is_done_once_for_each_label():
    def say(asked: str) -> str:
        if "new tasks" in asked:
            return tagged(instruction="Tell whether this review of a dish is favourable.")
        if "answer with one of these words" in asked.lower():
            return "yes"
        labels = [("favourable", "I would go again."), ("unfavourable", "Cold soup.")]
        return "".join(tagged(response=label) + tagged(context=text) for label, text in labels)

    made, _ = played("instruct/self_instruct", [{"instruction": seed} for seed in SEEDS], say)

    assert {(row["response"], row["context"]) for row in made} == {
        ("favourable", "I would go again."),
        ("unfavourable", "Cold soup."),
    }
