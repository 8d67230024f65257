"""A few rows on cards, and what a run does not ask again after them."""

import json
import re

import pytest

from orchestrate.counting_teacher import MODEL, answer_to, said
from orchestrate.project import lines


@pytest.fixture
def preview(sdg_flows, project):
    """Return a function that previews the project."""
    return lambda *words: sdg_flows(*words, *project.arguments, command="preview")


def test_a_card_shows_prompt_answer_columns_and_verdict_of_a_row(preview, teacher):
    end = preview("1", "--full")
    (first, second) = teacher.prompts

    assert end.code in (0, 3)
    for shown in (first, answer_to(first), second, answer_to(second).split(" Answer")[0]):
        assert shown.split()[-1] in end.out
    assert re.search(r"write_questions +LLMBlock", end.out)
    assert "made    question: What of " in end.out
    assert f"Tried    1 of 20 rows of flow, answered by {MODEL} at {teacher.url}" in end.out


def test_a_run_asks_all_but_what_was_previewed_and_rejects_what_the_cards_say(preview, teacher, project, sdg_flows):
    preview("4")
    asked = len(teacher.prompts)
    made = json.loads(sdg_flows(*project.arguments, "--json").out)
    assert (asked, len(teacher.prompts), teacher.asked_again) == (8, 38, 0)

    ways = [card["way"] for card in json.loads(preview("20", "--json").out)["cards"]]
    left = {way["row_id"]: (way["left"]["block"], way["left"]["reason"]) for way in ways if way["left"]}
    rejected = lines(project.folder / made["folder"] / "rejected.jsonl")
    assert left == {row["row_id"]: (row["block"], row["reason"]) for row in rejected}


def test_the_same_command_shows_the_same_rows_and_one_is_chosen_by_how_its_id_begins(preview, teacher):
    first, again = (json.loads(preview("--json").out) for _ in range(2))

    assert len(teacher.prompts) == 6
    assert (first["asked"], again["asked"], again["kept"]) == (6, 0, 6)
    assert [card["row_id"] for card in first["cards"]] == [card["row_id"] for card in again["cards"]]
    assert (first["stayed"], first["lost"]) == (again["stayed"], again["lost"])

    one = json.loads(preview("--row", first["cards"][1]["row_id"][:8], "--json").out)
    assert [card["source"] for card in one["cards"]] == [first["cards"][1]["source"]]


def test_a_row_that_is_not_there_is_refused(preview, teacher):
    end = preview("--row", "ffffffff")

    assert (end.code, end.out, teacher.prompts) == (2, "", [])
    assert "no row that goes in has an id that begins with 'ffffffff'" in end.err


def test_when_no_row_stays_the_block_that_rejected_the_last_is_named(preview, teacher):
    teacher.fault = lambda exchange: said("<question>Why?</question> Answer: So. Score: 0") if exchange.body else None
    end = preview("3")

    assert end.code == 3
    assert "rejected by keep_good" in end.out
    assert re.search(r"no row of flow got past keep_good, to which 1 came: 1 \w+\n", end.err)


def test_rows_that_a_block_makes_of_one_are_branches_that_end_as_the_rows_of_a_run(prefect_server, sdg_flows):
    words = ("--pipeline", "simple", "--teacher", "offline")
    found = json.loads(sdg_flows("1", *words, "--json", command="preview").out)
    shown = sdg_flows("1", *words, "--html", "cards.html", command="preview").out

    knowledge = found["cards"][0]
    forks = knowledge["way"]["forks"]
    assert (len(forks), sum(fork["left"] is None for fork in forks)) == (10, 7)
    assert all(fork["made"]["question"] for fork in forks if fork["left"] is None)
    assert "looks at all rows of a run; here at those that were tried" in shown
    assert "… and 5 more that stayed, 1 that left; --full shows all" in shown


def test_the_page_is_whole_and_harmless(preview, project, teacher):
    harmful = "<question><script>x</script></question> Answer: a Score: 3"
    teacher.fault = lambda exchange: said(harmful) if exchange.body else None
    preview("1", "--html", "cards.html")
    page = (project.folder / "cards.html").read_text()

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script" not in page
    assert teacher.prompts[0] in page
    assert not re.search(r"(src|href)=", page)
