import json
from dataclasses import replace

import pytest

from outputs.records import answered, gone, made, run
from sdg_flows.core.run_record import EndpointUsed, Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.past_runs.diff_sections import diff_sections
from sdg_flows.outputs.past_runs.run_diff import ScoreSummary, changed_values, run_diff
from sdg_flows.outputs.past_runs.run_rows import RowChanges
from sdg_flows.outputs.run_folder.facts import run_json
from sdg_flows.outputs.summary import summarize

SAME_ROWS = RowChanges(1, 0, 0, 0, 0, {})
STEP = Step("judge", "LLMBlock", settings="d1")
FILTER = Step("keep", "FilterByValueBlock", scores=Scores("score", "≥ 2", {2.0: 3}, {0.0: 1}))
JUDGE = (EndpointUsed("judge", "http://judge/v1", "llama"),)


def facts(*, rejected=(), steps=(STEP,), **changed):
    record = run(made(answered("Q"), rejected=rejected, steps=steps), **changed)
    return json.loads(run_json(record, summarize(record), {}))


def diff(after, rows=SAME_ROWS):
    return run_diff(facts(), after, rows)


def test_runs_that_differ_in_place_and_cost_alone_are_the_same():
    settings = {"in_flight": 32, "taxonomy": None}
    found = run_diff(
        facts(settings={**settings, "output": "a", "work_dir": "b"}),
        facts(settings={**settings, "output": "c", "budget": "2Mtok"}),
        SAME_ROWS,
    )

    assert found.places == {"output": ("a", "c"), "work_dir": ("b", None), "budget": (None, "2Mtok")}
    assert not found.differ


@pytest.mark.parametrize(
    ("part", "after", "changed"),
    [
        ("settings", facts(suite="full"), {"suite": ("simple", "full")}),
        ("settings", facts(settings={"taxonomy": "t"}), {"in_flight": (32, None), "taxonomy": (None, "t")}),
        ("teacher", facts(model="llama"), {"model": ("granite", "llama")}),
        ("teacher", facts(endpoints=JUDGE), {"endpoint judge": (None, "http://judge/v1")}),
        ("versions", facts(versions={"sdg_flows": "0.2"}), {"sdg_flows": ("0.1.0", "0.2")}),
        (
            "steps",
            facts(steps=[Step("judge", "LLMBlock", settings="d2")]),
            {"knowledge: judge (LLMBlock)": ("d1", "d2")},
        ),
        ("rejected", facts(rejected=[gone("r1")]), {"knowledge: low_score in judge": (None, 1)}),
        ("figures", facts(rejected=[gone("r1")]), {"rejected rows": (0, 1)}),
    ],
)
def test_what_decides_the_rows_makes_a_difference(part, after, changed):
    found = diff(after)

    assert getattr(found, part) == changed
    assert found.differ


def test_scores_are_told_by_how_many_met_the_condition_and_their_mean():
    stricter = replace(FILTER, scores=Scores("score", "≥ 3", left={2.0: 3, 0.0: 1}))
    found = run_diff(facts(steps=[FILTER]), facts(steps=[stricter]), SAME_ROWS)

    assert found.scores == {"knowledge: keep, score": (ScoreSummary(4, 3, "≥ 2", 1.5), ScoreSummary(4, 0, "≥ 3", 1.5))}
    assert (
        "knowledge: keep, score: 3 of 4 ≥ 2, mean 1.50 -> 0 of 4 ≥ 3, mean 1.50" in dict(diff_sections(found))["Scores"]
    )
    assert found.differ


def test_money_is_told_in_all_and_for_the_blocks_where_it_changed():
    steps = [replace(STEP, usd=1.5), replace(STEP, block="write", usd=0.25)]
    found = run_diff(facts(steps=steps), facts(steps=[steps[0], replace(STEP, block="write")]), SAME_ROWS)

    assert found.money == {"usd": (1.75, 1.5), "usd of knowledge: write": (0.25, None)}
    assert "usd: $1.75 -> $1.50" in dict(diff_sections(found))["Cost, which makes no difference"]
    assert not diff(facts()).money


def test_leaves_and_documents_make_a_difference():
    before, after = facts(), facts()
    before["pipelines"][0] |= {"leaves": {"sea": "d1"}, "documents": {"sea/t.md": "d2"}}
    after["pipelines"][0] |= {"leaves": {"sea": "d1"}, "documents": {"sea/t.md": "d3"}}
    found = run_diff(before, after, SAME_ROWS)

    assert (found.leaves, found.documents, found.differ) == ({}, {"sea/t.md": ("d2", "d3")}, True)


def test_rows_make_a_difference():
    assert diff(facts(), RowChanges(1, 1, 0, 0, 0, {})).differ


def test_what_two_say_alike_is_no_change():
    assert changed_values({"a": 1, "b": 2}, {"b": 3, "c": 4, "a": 1}) == {"b": (2, 3), "c": (None, 4)}
