from pathlib import Path

from orchestrate.counting_teacher import completion
from orchestrate.project import seeds

PRICED = """
endpoint: {url}
price: {{prompt: 1000, completion: 1000}}
"""


def test_a_run_stops_when_its_budget_is_spent_and_the_same_command_goes_on(project, teacher, sdg_flows):
    project.write_seeds(seeds(60))
    teacher.latency = 0.02
    end = sdg_flows(*project.arguments, "--max-in-flight", "4", "--budget", "300tok")
    costs = [sum(completion(prompt)["usage"].values()) for prompt in teacher.prompts]
    going_on = sdg_flows(*project.arguments)

    assert end.code == 75
    assert "the budget of 300 tokens is spent" in end.err
    assert 300 <= sum(costs) < 300 + 4 * max(costs)
    assert (going_on.code, teacher.asked_again) == (0, 0)


def test_money_needs_a_price_and_nothing_is_asked_without(project, teacher, sdg_flows):
    end = sdg_flows(*project.arguments, "--budget", "25usd")

    assert end.code == 2
    assert "Add price: {prompt: 0.5, completion: 1.5}" in end.err
    assert teacher.prompts == []


def test_a_budget_in_money_is_kept_at_the_price_of_the_teacher_file(project, teacher, sdg_flows):
    project.write_seeds(seeds(60))
    Path("teacher.yaml").write_text(PRICED.format(url=teacher.url))
    end = sdg_flows(*project.arguments, "--teacher", "teacher.yaml", "--max-in-flight", "4", "--budget", "0.3usd")

    assert end.code == 75
    assert "the budget of 0.3 usd is spent" in end.err
    assert len(teacher.prompts) < 60
