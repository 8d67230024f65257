"""What the suite improve makes of a teacher's answers."""

import re

import pytest

from flows.played import played, tagged


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
