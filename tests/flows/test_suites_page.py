"""What docs/suites.md says that one row comes to, against a teacher that gives all that is asked for."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.played import played, tagged

PAGE = (Path(__file__).parents[2] / "docs" / "suites.md").read_text(encoding="utf-8")
ROW = r"^\| `((?:nemotron|instruct)/\w+)` \| `(\w+)`.*\| ([\d,]+) rows?, ([\d,]+) requests? \|$"
SAID = re.findall(ROW, PAGE, re.MULTILINE)
FORM, MANY = re.compile(r"\[Start of ([^\]]+)\](.*?)\[End of"), re.compile(r"\b(?:Write|Name) (\d+) ")
WORDS = {"1, 2, 3, 4 or 5": "5", "1, 2 or 3": "3", "YES or NO": "YES"}


def generous() -> tuple[Callable[[str], str], list[str]]:
    """Return a teacher that writes as many different texts as it is asked for, and all that it was asked."""
    asked, draw = list[str](), random.Random(0)

    def text() -> str:
        return " ".join(f"w{draw.randrange(10**6)}" for _ in range(12))

    def say(prompt: str) -> str:
        asked.append(prompt)
        form = dict(FORM.findall(prompt.partition("exactly this form")[2]))
        if "one of these words" in prompt:
            return "yes" if "mathematics" in prompt else "no"
        if "assistant_a_response" in prompt:
            first = prompt.partition("<assistant_a_response>")[2] < prompt.partition("<assistant_b_response>")[2]
            return tagged(comparison="So.", verdict="Assistant A" if first else "Assistant B")
        times = int(found[1]) if (found := MANY.search(prompt)) else 1
        one = {name: WORDS.get(hint, text) for name, hint in form.items()}
        told = [{name: it if isinstance(it, str) else it() for name, it in one.items()} for _ in range(times)]
        return "\n".join(tagged(**record) for record in told) or text()

    return say, asked


@pytest.mark.parametrize(
    ("flow", "column", "rows", "requests"), [said for said in SAID if said[0] != "nemotron/rewards"]
)
def test_one_row_comes_to_what_the_page_says(flow, column, rows, requests):
    say, asked = generous()
    made, _ = played(flow, [{column: "Describe the walls of an old castle."}], say)

    if flow == "nemotron/writing":  # four kinds are drawn for a topic, of which one may come twice
        assert len(made) in (10, 15, 20)
        return
    assert (len(made), len(asked)) == (int(rows.replace(",", "")), int(requests.replace(",", "")))
