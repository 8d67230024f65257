import json
import re

import pytest

from cli.plans import assert_plan_within_15_percent
from orchestrate.counting_teacher import failing, said
from orchestrate.project import seeds


def test_a_plan_is_within_15_percent_of_what_full_asks_on_the_example(prefect_server, sdg_flows):
    assert_plan_within_15_percent(sdg_flows, "--pipeline", "full")


def test_what_a_plan_was_answered_a_run_does_not_ask_again(project, teacher, sdg_flows):
    project.write_seeds(seeds(40))
    plan = sdg_flows(*project.arguments, "--sample", "5", command="plan")
    asked = len(teacher.prompts)
    sdg_flows(*project.arguments)

    assert plan.code == 0
    assert "Tried    5 of 40 rows of" in plan.out
    assert (asked, teacher.asked_again) == (10, 0)


def test_after_a_run_nothing_is_left_to_ask(project, teacher, sdg_flows):
    project.write_seeds(seeds(40))
    sdg_flows(*project.arguments)
    asked = len(teacher.prompts)
    planned = json.loads(sdg_flows(*project.arguments, "--json", command="plan").out)

    assert (planned["to_ask"], len(teacher.prompts)) == (0, asked)


def test_what_is_asked_after_a_block_that_may_lose_rows_has_a_range(project, sdg_flows):
    project.write_seeds(seeds(40))
    teacher = project.write("teacher.yaml", "price: {prompt: 1000, completion: 1000}\n")
    words = (*project.arguments, "--teacher", str(teacher), "--price", "100", "1000", "--json")
    planned = json.loads(sdg_flows(*words, command="plan").out)
    first, _, second, _ = planned["blocks"]

    assert (first["least"]["to_ask"], first["to_ask"], first["most"]["to_ask"]) == (34, 34, 34)
    assert 15 < second["least"]["to_ask"] < second["to_ask"] == second["most"]["to_ask"] == 35
    assert 0 < planned["least"]["usd"] < planned["usd"] <= planned["most"]["usd"]
    tokens = planned["usage"]  # at the price on the command line, which goes before that of the file
    assert planned["usd"] == pytest.approx((tokens["prompt_tokens"] + 10 * tokens["completion_tokens"]) / 1e4, abs=1e-4)


def test_without_a_sample_nothing_is_asked_and_it_is_said_what_is_assumed(prefect_server, project, teacher, sdg_flows):
    plan = sdg_flows("--pipeline", "full", "--limit", "1", "--endpoint", teacher.url, "--no-sample", command="plan")

    assert (plan.code, teacher.prompts) == (0, [])
    assert "nothing was asked" in plan.out
    assert "Assumed  what has a ~" in plan.out
    assert re.search(r"grounded_skills +gen_contexts +1 +10 +10 +0 +10 ", plan.out)
    assert re.search(r"grounded_skills +judge_questions +\d+ +\d+ +~\d+ +0 +~\d+ ", plan.out)


def test_without_a_sample_answers_that_are_kept_are_taken(project, teacher, sdg_flows):
    project.write_seeds(seeds(40))
    first = json.loads(sdg_flows(*project.arguments, "--json", command="plan").out)
    asked = len(teacher.prompts)
    again = json.loads(sdg_flows(*project.arguments, "--no-sample", "--json", command="plan").out)

    assert (again["to_ask"], again["usage"], len(teacher.prompts)) == (first["to_ask"], first["usage"], asked)
    assert not any(one["assumed"] for one in again["blocks"])


def test_it_is_told_when_no_row_that_was_tried_gets_past_a_filter(project, teacher, sdg_flows):
    project.edit("flow.yaml", "filter_value: 1,", "filter_value: 9,")
    project.write("flow.yaml", (project.folder / "flow.yaml").read_text() + AFTER)
    plan = sdg_flows(*project.arguments, command="plan")

    assert plan.code == 0
    assert re.search(
        r"none of the 5 rows that came to keep_good of flow got past it \(5 \w+\): .* --sample 20\.", plan.err
    )
    assert re.search(r"flow +ask_more +\? +\?", plan.out)
    assert "At least" in plan.out


AFTER = """
  - name: ask_more
    type: LLMBlock
    config: {config_path: question.yaml, output_cols: [another]}
"""


def test_a_block_without_any_usable_answer_is_told_and_refused(project, teacher, sdg_flows):
    teacher.fault = lambda exchange: said("", "content_filter") if exchange.body else None
    plan = sdg_flows(*project.arguments, command="plan")

    assert plan.code == 2
    assert "none of " in plan.err
    assert "answers of write_questions in flow can be used" in plan.err


TOO_LONG = "This model's maximum context length is 4096 tokens."
REFUSED = {
    "key": (lambda exchange: failing(401, "no such key"), (), 4, r"wants a key .*no such key"),
    "model": (lambda exchange: None, ("--model", "countin"), 2, r"serves no model 'countin'\. Did you mean 'counting'"),
    "length": (lambda exchange: failing(400, TOO_LONG) if exchange.body else None, (), 2, f"5 too_long .*{TOO_LONG}"),
}


@pytest.mark.parametrize(("why", "command"), [*((why, "plan") for why in REFUSED), ("key", "preview")])
def test_what_no_teacher_would_answer_is_refused_in_one_sentence_before_anything_is_paid(
    project, teacher, sdg_flows, why, command
):
    teacher.fault, words, code, sentence = REFUSED[why]
    end = sdg_flows(*project.arguments, *words, command=command)

    assert (end.code, end.out) == (code, "")
    assert re.fullmatch(rf"sdg-flows: .*{sentence}.*\n", end.err)
