import pytest

from sdg_flows.blocks.prompt_builder import PromptBuilderBlock
from sdg_flows.core.prompts import Prompt, Turn

from tables import cells, reasons, table

CHAT = Prompt(
    source="Be kind. Q {{ q }}",
    turns=(Turn(role="system", source="Be kind."), Turn(role="user", source="Q {{ q }}")),
)


def build(**settings: object) -> PromptBuilderBlock:
    given = {"name": "build", "prompt_config_path": CHAT, "input_cols": "q", "output_cols": "said", **settings}
    return PromptBuilderBlock.model_validate(given)


def test_a_row_becomes_a_conversation():
    assert cells(build()(table(q=["x"])).kept, "said") == [
        [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Q x"}]
    ]


def test_as_a_text_each_message_follows_its_role():  # sdg_hub 16
    said = build(format_as_messages=False)(table(q=["x"])).kept

    assert cells(said, "said") == ["system: Be kind.\n\nuser: Q x"]


def test_a_column_can_stand_for_a_variable_of_another_name():
    step = build(input_cols={"question": "q"}, format_as_messages=False)

    assert cells(step(table(question=["x"], q=["not this"])).kept, "said") == ["system: Be kind.\n\nuser: Q x"]
    assert list(step.columns.needs) == ["question"]


def test_a_row_without_a_value_or_without_a_question_is_rejected():
    prompt = Prompt(source="", turns=(Turn(role="user", source="{{ q }}"),))
    outcome = build(prompt_config_path=CHAT)(table(q=["x", None]))
    silent = build(prompt_config_path=prompt)(table(q=[" "]))

    assert (outcome.kept.num_rows, reasons(outcome.rejected)) == (1, {"r1": "missing_value"})
    assert reasons(silent.rejected) == {"r0": "template_error"}


def test_a_variable_without_a_column_is_refused_with_the_nearest_one():
    with pytest.raises(ValueError, match=r"reads 'q', which input_cols do not give.+They give: question"):
        build(input_cols=["question"])
