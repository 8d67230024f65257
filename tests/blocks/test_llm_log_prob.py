import pytest
from pydantic import ValidationError

from sdg_flows.blocks.llm_log_prob import LLMLogProbBlock
from sdg_flows.core.exchange import Answer
from sdg_flows.core.prompts import ChatFormat, Prompt

from tables import cells, reasons, table


def block(**settings: object) -> LLMLogProbBlock:
    return LLMLogProbBlock.model_validate(
        {"name": "sure", "config_path": Prompt(source="Is {{ x }}?"), "output_cols": ["p"], **settings}
    )


def test_a_chat_request_asks_for_the_ten_likeliest_tokens():
    (request,) = block().requests(table(x=["it"]))

    assert (request.params["logprobs"], request.params["top_logprobs"]) == (True, 10)


def test_a_completion_asks_for_them_as_a_number():
    form = ChatFormat(name="x", source="{{ prompt }}")
    (request,) = block(model_prompt=form, logprobs=3).requests(table(x=["it"]))

    assert (request.prompt, request.params["logprobs"], "top_logprobs" in request.params) == ("Is it?", 3, False)


def test_each_token_is_a_json_text_of_the_likeliest_ones():  # 46
    answer = Answer("k", "r0", 0, "ok", "yes", logprobs=({"yes": -0.1, "no": -2.5}, {".": -0.5}))
    outcome = block().read(table(x=["it"]), [answer])

    assert cells(outcome.kept, "p") == [['{"yes": -0.1, "no": -2.5}', '{".": -0.5}']]


def test_several_draws_are_several_rows():
    answers = [Answer(f"k{draw}", "r0", draw, "ok", "y", logprobs=({"y": -1.0},)) for draw in range(2)]

    assert block(gen_kwargs={"n": 2}).read(table(x=["it"]), answers).kept.num_rows == 2


def test_an_answer_without_them_is_rejected():
    outcome = block().read(table(x=["it"]), [Answer("k", "r0", 0, "ok", "yes")])

    assert list(reasons(outcome.rejected).values()) == ["no_logprobs"]


def test_there_is_one_output_column():
    with pytest.raises(ValidationError, match="at most 1 item"):
        block(output_cols=["a", "b"])
