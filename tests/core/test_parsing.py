import pytest
import regex

from sdg_flows.core.parsing import Parsed, read_choice, read_pattern
from sdg_flows.core.parsing_tags import read_tags

START, END = ["<q>", "<a>"], ["</q>", "</a>"]
PAIRS = regex.compile(
    r"\[(?:QUESTION|Question)\]\s*(.*?)\s*\[(?:ANSWER|Answer)\]\s*(.*?)\s*(?=\[(?:QUESTION|Question)\]|$)", regex.DOTALL
)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        pytest.param("<q> q1 </q><a> a1 </a>", [("q1", "a1")], id="C001"),
        pytest.param("<q>q1</q><a>a1</a>\n<q>q2</q><a>a2</a>", [("q1", "a1"), ("q2", "a2")], id="C002"),
        pytest.param("<q>\nline1\nline2\n</q><a>x</a>", [("line1\nline2", "x")], id="C007"),
        pytest.param("<q>  </q><a></a>", [("", "")], id="C008"),
        pytest.param("<a>a1</a><q>q1</q>", [("q1", "a1")], id="the answer first"),
    ],
)
def test_values_that_stand_together_become_one_record(text, records):
    assert read_tags(text, START, END) == Parsed(tuple(records))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("<q>q1</q><q>q2</q><a>a2</a>", "uneven", id="C003"),
        pytest.param("<q>q1</q><a> a1", "unclosed_tag", id="C004"),
        pytest.param("no tags at all", "no_match", id="C005"),
        pytest.param("<q>q1</q><q>q2</q><a>a1</a><a>a2</a>", "uneven", id="C009"),
        pytest.param("<q>only</q>", "uneven", id="C014"),
        pytest.param("<Q>q1</Q><A>a1</A>", "no_match", id="C020"),
        pytest.param("<q>x <q>y</q><a>z</a>", "unclosed_tag", id="a tag opened twice"),
        pytest.param("<q>q1</q><a>a1</a><a>a2</a><q>q2</q>", "uneven", id="the order turns round"),
    ],
)
def test_what_does_not_line_up_gives_a_reason_and_no_record(text, reason):
    parsed = read_tags(text, START, END)

    assert (parsed.records, parsed.reason) == ((), reason)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("<q>q1</q><q>q2</q><a>a2</a>", "found 2 <q>, 1 <a>"),
        ("<q>only</q>", "found 1 <q>, 0 <a>"),
        ("<q>q1</q><a> a1", "<a> without </a>"),
        ("no tags at all", "found 0 <q>, 0 <a>"),
        ("", "found 0 <q>, 0 <a>"),
    ],
)
def test_what_does_not_line_up_is_told_by_its_tags(text, detail):
    assert read_tags(text, START, END).detail == detail


@pytest.mark.parametrize(("tail", "reason"), [("<q>q2</q>", "uneven"), ("<q>q2", "unclosed_tag")])
def test_whole_records_before_a_broken_tail_are_kept(tail, reason):
    parsed = read_tags(f"<q>q1</q><a>a1</a>{tail}", START, END)

    assert (parsed.records, parsed.reason) == ((("q1", "a1"),), reason)


def test_a_value_between_a_start_tag_and_no_end_tag_goes_to_the_end():  # sdg_hub 22
    assert read_tags("Sure. ### Key Facts\n1. a\n2. b\n", ["### Key Facts"], [""]) == Parsed((("1. a\n2. b",),))


def test_values_inside_one_another_are_one_record():  # sdg_hub 25
    text = "START1 START2 Nested text END2 END1"

    assert read_tags(text, ["START1", "START2"], ["END1", "END2"]).records == (
        ("START2 Nested text END2", "Nested text"),
    )


def test_other_tags_inside_a_value_stay():  # sdg_hub 28
    text = "<special>Content with <nested> tags</special>"

    assert read_tags(text, ["<special>"], ["</special>"]) == Parsed((("Content with <nested> tags",),))


@pytest.mark.parametrize(("said", "choice"), [("b", "b"), ("B", "B"), ("b.", "B")])
def test_of_choices_that_differ_in_case_the_spelt_one_goes_first(said, choice):
    assert read_choice(said, ["B", "b"]) == Parsed(((choice,),))


def test_empty_tags_take_the_whole_answer():  # C010
    assert read_tags("  hello \n", [""], [""]) == Parsed((("hello",),))


def test_an_empty_answer_is_no_record():  # C011
    assert read_tags(" \n", [""], [""]) == Parsed((), "empty")


def test_the_whole_answer_stands_beside_every_tagged_value():  # C013
    text = "<a>a1</a><a>a2</a>"

    assert read_tags(text, ["", "<a>"], ["", "</a>"]) == Parsed(((text, "a1"), (text, "a2")))


def test_an_end_tag_alone_closes_what_stands_before_it():  # C016
    assert read_tags("pre text [E] after [E]", [""], ["[E]"]) == Parsed((("pre text",), ("after",)))


@pytest.mark.parametrize(
    ("text", "cleanup", "records"),
    [
        pytest.param(
            "[QUESTION] q1\n[ANSWER] a1\n[Question] q2\n[Answer] a2", [], [("q1", "a1"), ("q2", "a2")], id="C023"
        ),
        pytest.param("[QUESTION]\nq1\n[ANSWER]\na1.\n[END]", ["[END]"], [("q1", "a1.")], id="C025"),
        pytest.param("[QUESTION] q1 [QUESTION] q2 [ANSWER] a2", [], [("q2", "a2")], id="C026"),
        pytest.param("[QUESTION] q1 [ANSWER] a1 [END]", [], [("q1", "a1 [END]")], id="C028"),
    ],
)
def test_a_pattern_with_groups_gives_a_record_for_each_match(text, cleanup, records):
    assert read_pattern(text, PAIRS, cleanup) == Parsed(tuple(records))


def test_a_pattern_with_one_group_is_cleaned_up_too():  # C029
    pattern = regex.compile(r"Fact:\s*(.*?)(?:\n|$)")

    assert read_pattern("Fact: a [END]\nFact: b", pattern, ["[END]"]) == Parsed((("a",), ("b",)))


def test_a_pattern_without_groups_gives_its_matches():  # C032
    assert read_pattern("a1 b22", regex.compile(r"\d+"), []) == Parsed((("1",), ("22",)))


def test_a_pattern_that_never_matches_says_so():
    assert read_pattern("nothing here", regex.compile(r"\d+"), []) == Parsed((), "no_match")


def test_a_pattern_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr("sdg_flows.core.parsing.PATTERN_SECONDS", 0.05)

    assert read_pattern("a" * 40 + "!", regex.compile(r"(a|a)+$"), []) == Parsed((), "slow_pattern")
