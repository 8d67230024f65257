"""How much a model takes in one request, as its server tells it, and what is too long for it."""

import re

import pytest
from aiohttp import web

from orchestrate.counting_teacher import MODEL, failing
from orchestrate.project import lines


def taking(tokens):
    """Return a server in the manner of vLLM: it refuses a prompt that leaves no room for the longest answer."""

    def reply(exchange):
        if not exchange.body:
            return web.json_response({"data": [{"id": MODEL, "owned_by": "vllm", "max_model_len": tokens}]})
        if len(exchange.prompt) // 4 + exchange.body["max_tokens"] > tokens:
            return failing(400, f"This model's maximum context length is {tokens} tokens.")
        return None

    return reply


def seeds_of(lengths):
    return [{"seed_question": "a" * length, "seed_response": "a"} for length in lengths]


@pytest.mark.parametrize("command", ["run", "plan"])
def test_answers_that_may_be_as_long_as_the_context_are_refused_in_a_sentence(project, teacher, sdg_flows, command):
    teacher.fault = taking(4096)
    end = sdg_flows(*project.arguments, command=command)

    assert (end.code, end.out, teacher.prompts) == (2, "", [])
    assert (
        f"write_questions of flow asks for answers of up to 4,096 tokens, and {MODEL} at {teacher.url} takes 4,096 "
        "with the prompt. Ask for less, such as --max-tokens write_questions=2048, or serve the model with a longer "
        "context."
    ) in end.err


@pytest.mark.parametrize("command", ["run", "plan"])
def test_prompts_that_are_all_too_long_are_refused_in_a_sentence(project, teacher, sdg_flows, command):
    teacher.fault = taking(12_000)
    project.write_seeds(seeds_of([50_000, 60_000, 48_000]))
    end = sdg_flows(*project.arguments, command=command)

    assert (end.code, end.out, teacher.prompts) == (2, "", [])
    assert re.search(
        r"write_questions of flow: the shortest of 3 prompts has 48,022 characters, which are 8,003 tokens or more, "
        rf"and {MODEL} at .* takes 12,000, 4,096 of them for the answer\. Give shorter rows, ",
        end.err,
    )


def test_single_rows_that_are_too_long_are_rejected_and_the_plan_counts_them(project, teacher, sdg_flows):
    teacher.fault = taking(12_000)
    project.write_seeds(seeds_of([40, 50_000, 60, 50_002, 80]))
    plan = sdg_flows(*project.arguments, command="plan")
    run = sdg_flows(*project.arguments, "--quiet")

    assert (plan.code, run.code) == (0, 0)
    assert re.search(r"3 of 5 answers of write_questions in flow can be used: 2 too_long \(.*12000 tokens", plan.err)
    rejected = lines(project.folder / run.out.strip() / "rejected.jsonl")
    assert [(row["block"], row["reason"]) for row in rejected if row["reason"] == "too_long"] == [
        ("write_questions", "too_long")
    ] * 2


def test_what_was_too_long_is_asked_again_by_name_once_the_server_takes_more(project, teacher, sdg_flows):
    teacher.fault = taking(12_000)
    project.write_seeds(seeds_of([40, 50_000, 60]))
    run = sdg_flows(*project.arguments, "--quiet").out.strip()
    teacher.fault, before = taking(40_000), len(teacher.prompts)
    again = sdg_flows(*project.arguments, "--quiet")
    plain = sdg_flows(run, command="retry")
    assert (again.code, plain.code, len(teacher.prompts)) == (0, 0, before)
    assert "left as they are: 1 (too_long: --reason too_long asks again)" in plain.err

    sdg_flows(run, "--reason", "too_long", "--quiet", command="retry")

    assert [len(prompt) > 50_000 for prompt in teacher.prompts[before:]] == [True, False]


def test_a_context_that_is_not_told_refuses_nothing(project, teacher, sdg_flows):
    project.write_seeds(seeds_of([50_000, 60_000]))

    assert sdg_flows(*project.arguments, "--quiet").code == 0
