"""What the suites nemotron, instruct, rephrase and improve make of a teacher's answers."""

import itertools
import re

import pytest

from flows.played import played, tagged

MARKS = {"helpfulness_score": 5, "correctness_score": 5, "coherence_score": 5, "complexity_score": 3}
MARKS["verbosity_score"] = 3
RATED = tagged(evaluation="It is right.", **MARKS)


def section(text: str, name: str) -> str:
    return text.partition(f"<{name}>")[2].partition(f"</{name}>")[0].strip()


@pytest.mark.parametrize(
    ("marks", "lost"),
    [
        ({}, {}),
        ({"helpfulness_score": "**4**", "coherence_score": "4/5"}, {}),
        ({"correctness_score": 3}, {"filter_not_met": 1}),
        ({"helpfulness_score": 1}, {"filter_not_met": 1}),
        ({"complexity_score": "hard"}, {"not_a_number": 1}),
        ({"correctness_score": 10}, {"out_of_range": 1}),
    ],
)
def test_an_answer_is_kept_for_its_marks_and_never_without_them(marks, lost):
    rated = tagged(evaluation="So.", **{**MARKS, **marks})
    made, rejected = played(
        "nemotron/answers",
        [{"question": "Why is the sky blue?"}],
        lambda asked: rated if "Rate the response" in asked else tagged(response="Air scatters blue light most."),
    )

    assert rejected == lost
    assert len(made) == (not lost)


def test_a_judge_that_does_not_keep_to_the_form_keeps_nothing():
    made, rejected = played(
        "nemotron/answers",
        [{"question": "Why?"}],
        lambda asked: "Helpfulness: 5" if "Rate the response" in asked else tagged(response="Because of the light."),
    )

    assert (made, rejected) == ([], {"no_match": 1})


@pytest.mark.parametrize(("helpfulness", "kept"), [(3.5, [4.33]), (2.9, [])])
def test_a_reward_model_rates_in_place_of_the_judge(helpfulness, kept):
    said = f"helpfulness:{helpfulness},correctness:3.5,coherence:3.5,complexity:0.5,verbosity:3.5"
    made, _ = played("nemotron/rewards", [{"question": "2 + 2?", "response": "4"}], lambda asked: said)

    assert [row["reward"] for row in made] == pytest.approx(kept)


def test_requests_come_from_topics_by_one_request_a_list_c37():
    count = itertools.count()
    asked_for = []

    def say(asked: str) -> str:
        for wanted in ("Topic", "Subtopic", "Request"):
            if f"[Start of {wanted}]first" in asked:
                asked_for.append(wanted)
                return "".join(tagged(**{wanted.lower(): f"{wanted} {next(count)}"}) for _ in range(2))
        asked_for.append("one")
        if "Rate the response" in asked:
            return RATED
        return tagged(revised_request=f"Please, {section(asked, 'request')}", response="Like this it is done.")

    made, _ = played("nemotron/open_qa", [{"domain": "home"}], say)

    assert {name: asked_for.count(name) for name in asked_for} == {"Topic": 1, "Subtopic": 2, "Request": 4, "one": 24}
    assert len(made) == 8
    assert all(row["question"] == f"Please, {row['draft']}" and row["domain"] == "home" for row in made)
    assert {row["revision"] for row in made} <= {"context", "form", "depth", "related"}


def test_a_dialogue_has_three_turns_of_each_side_c44():
    numbers = itertools.count(1)

    def say(asked: str) -> str:
        if "Write what the user says next" in asked:
            return tagged(user_request=f"ask {next(numbers)}")
        return (
            tagged(evaluation="Good.", score=3) if "Rate what the assistant says" in asked else f"say {next(numbers)}"
        )

    ((row,), rejected) = played("nemotron/dialogue", [{"question": "Why?"}], say)

    assert rejected == {}
    assert [(message["role"], message["content"]) for message in row["messages"]] == [
        ("user", "Why?"),
        ("assistant", "say 1"),
        ("user", "ask 2"),
        ("assistant", "say 3"),
        ("user", "ask 4"),
        ("assistant", "say 5"),
    ]


def test_a_prompt_of_two_turns_ends_with_the_user_c47():
    said = tagged(user_request="And then?")
    made, _ = played("nemotron/two_turn", [{"question": "Why?"}], lambda asked: said if "says next" in asked else "So.")

    assert [message["role"] for message in made[0]["messages"]] == ["user", "assistant", "user"]


@pytest.mark.parametrize("spelt", ["Assistant {}", "assistant {}.", "**{}**"])
def test_a_pair_of_answers_is_kept_when_the_judge_says_the_same_with_places_changed(spelt):
    answers = itertools.cycle(["Fine.", "Rough."])

    def say(asked: str) -> str:
        if "assistant_a_response" not in asked:
            return tagged(response=next(answers))
        return tagged(
            comparison="So.",
            verdict=spelt.format("A" if section(asked, "assistant_a_response") == "Fine." else "B"),
        )

    made, _ = played("nemotron/preference", [{"question": "Why?"}], say)

    assert [(row["prompt"], row["chosen"], row["rejected"]) for row in made] == [("Why?", "Fine.", "Rough.")]
    assert made[0]["response"] == "Fine."


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [("Assistant A", "filter_not_met"), ("Neither", "filter_not_met"), ("Both are fine", "unmapped_value")],
)
def test_a_judge_that_goes_by_the_place_or_names_no_one_keeps_no_pair(verdict, reason):
    verdict = tagged(comparison="So.", verdict=verdict)
    made, rejected = played(
        "nemotron/preference",
        [{"question": "Why?"}],
        lambda asked: verdict if "assistant_a_response" in asked else tagged(response="Fine."),
    )

    assert (made, rejected) == ([], {reason: 1})


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


@pytest.mark.parametrize("cell", ["", " \n", None])
@pytest.mark.parametrize(
    ("flow", "column"),
    [
        *[(flow, "question") for flow in ("answers", "two_turn", "dialogue", "preference")],
        *[(f"../instruct/{flow}", "question") for flow in ("evolve_once", "evol_instruct")],
        *[(f"../rephrase/{flow}", "document") for flow in ("paraphrase", "distil", "passages", "diverse_qa", "facts")],
        ("closed_qa", "document"),
    ],
)
def test_nothing_is_asked_about_an_empty_cell(flow, column, cell):
    asked: list[str] = []
    blank = {column: cell, "domain": "sea"}
    _, rejected = played(
        f"nemotron/{flow}", [blank, {**blank, column: "Why is it so?"}], lambda it: asked.append(it) or ""
    )

    assert rejected.pop("null_value" if cell is None else "too_short") == 1
    assert asked
    assert all("Why is it so?" in it for it in asked)


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


def test_a_document_is_part_of_each_question_about_it_and_may_hold_braces_c49():
    document = "Set {x} to 3."

    def say(asked: str) -> str:
        if "Rate the response" in asked:
            return RATED
        task = "[Start of Request]first" in asked
        return tagged(request="What is x set to?") if task else tagged(response="To 3, it says.")

    made, rejected = played("nemotron/closed_qa", [{"document": document}], say)

    assert rejected == {}
    assert all(document in row["question"] and "What is x set to?" in row["question"] for row in made)


@pytest.mark.parametrize("faithful", ["YES", "NO"])
def test_a_text_told_anew_is_kept_when_the_document_bears_it_out(faithful):
    text = "Spring tides come at new moon and at full moon, and have the largest range of all."
    made, _ = played(
        "rephrase/paraphrase",
        [{"document": "Spring tides: new and full moon, largest range."}],
        lambda asked: (
            tagged(explanation="So.", answer=faithful) if "fact checker" in asked else tagged(paraphrased_text=text)
        ),
    )

    assert [row["paraphrased"] for row in made] == ([text] if faithful == "YES" else [])


def test_facts_are_read_from_whatever_list_the_teacher_writes():
    made, _ = played(
        "rephrase/facts",
        [{"domain": "sea", "document": "Tides."}],
        lambda asked: "Here are the facts:\n\n1. Tides rise.\n2. Tides fall.",
    )

    assert [row["fact"] for row in made] == ["Tides rise.", "Tides fall."]


@pytest.mark.parametrize(
    ("verdict", "response", "lost"),
    [
        ("**assistant b.**", "Better.", {}),
        ("Assistant A", "Good.", {}),
        ("Neither", None, {"filter_not_met": 1}),
        ("Both", None, {"unmapped_value": 1}),
    ],
)
def test_the_better_of_two_responses_is_the_one_that_the_judge_names_however_it_spells_it(verdict, response, lost):
    said = {"Judgement": "So.", "Comparison": "So.", "Verdict": verdict, "Revised Response": "Better."}

    def say(asked: str) -> str:
        form = re.findall(r"\[Start of ([^\]]+)\]", asked.partition("exactly this form")[2])
        return tagged(**{name: said.get(name, "So.") for name in form}) if form else "writing"

    made, rejected = played("improve/responses", [{"question": "Why?", "response": "Good."}], say)

    assert ([row["response"] for row in made], rejected) == ([response] if response else [], lost)
