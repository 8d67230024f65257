import pytest
from pydantic import ValidationError

from sdg_flows.blocks.llm_messages import LLMMessagesBlock
from sdg_flows.core.exchange import Answer

from tables import cells, reasons, table

TALK = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}]


def block(**settings: object) -> LLMMessagesBlock:
    return LLMMessagesBlock.model_validate({"name": "chat", "input_col": "talk", "output_col": "reply", **settings})


def test_a_conversation_is_sent_as_it_is():
    (request,) = block(model_id="m", teacher="judge").requests(table(talk=[TALK]))

    assert (list(request.messages), request.model, request.teacher) == (TALK, "m", "judge")


def test_a_text_is_one_user_message_and_a_system_prompt_goes_first():
    (request,) = block(system_prompt="Be brief.").requests(table(talk=["Hello"]))

    assert list(request.messages) == [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]


def test_each_row_gets_its_reply_under_its_own_id():
    outcome = block().read(
        table(talk=["a", "b"]), [Answer("k0", "r0", 0, "ok", " A\n"), Answer("k1", "r1", 0, "ok", "B")]
    )

    assert (cells(outcome.kept, "row_id"), cells(outcome.kept, "reply")) == (["r0", "r1"], ["A", "B"])


def test_several_draws_are_a_list_in_one_row():
    answers = [Answer(f"k{draw}", "r0", draw, "ok", str(draw)) for draw in range(2)]

    assert cells(block(gen_kwargs={"n": 2}).read(table(talk=["a"]), answers).kept, "reply") == [["0", "1"]]


def test_whole_messages_hold_what_was_reasoned():
    answer = Answer("k", "r0", 0, "ok", "A", reasoning="because")
    outcome = block(as_messages=True).read(table(talk=["a"]), [answer])

    assert cells(outcome.kept, "reply") == [[{"role": "assistant", "content": "A", "reasoning_content": "because"}]]


@pytest.mark.parametrize("cell", [[], [{"role": "user"}], [{"role": "king", "content": "x"}], None])
def test_a_row_without_a_conversation_is_rejected_and_not_asked_about(cell):
    chat, rows = block(), table(talk=[cell])

    assert chat.requests(rows) == []
    assert reasons(chat.read(rows, []).rejected) == {"r0": "no_messages"}


def test_a_row_whose_answer_is_cut_is_rejected_with_its_answer():
    outcome = block().read(table(talk=["a"]), [Answer("k", "r0", 0, "cut", "A", "the answer ends at max_tokens")])

    assert reasons(outcome.rejected) == {"r0": "cut"}
    assert cells(outcome.rejected, "answer_key") == ["k"]


def test_the_reply_needs_a_column_of_its_own():
    with pytest.raises(ValidationError, match="another column than 'talk'"):
        block(output_col="talk")


def test_an_empty_reply_is_rejected():
    outcome = block().read(table(talk=["a"]), [Answer("k", "r0", 0, "ok", " \n")])

    assert reasons(outcome.rejected) == {"r0": "empty"}
