"""What the suite nemotron makes of a teacher's answers."""

import itertools

import pytest

from flows.played import played, section, tagged
from flows.rated import MARKS, RATED


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
