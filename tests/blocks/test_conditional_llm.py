import pytest
from pydantic import ValidationError

from sdg_flows.blocks.conditional_llm import ConditionalLLMBlock
from sdg_flows.core.exchange import Answer
from sdg_flows.core.prompts import ChatFormat, Prompt

from tables import cells, reasons, table

PROSE = Prompt(source="Ask about {{ text }}", start_tags=("<q>",), end_tags=("</q>",))
CODE = Prompt(source="Explain {{ text }}", start_tags=("[Q]",), end_tags=("[/Q]",))


def block(**settings: object) -> ConditionalLLMBlock:
    defaults = {
        "name": "ask",
        "config_paths": {"prose": PROSE, "code": CODE},
        "selector_column_name": "kind",
        "output_cols": ["q"],
    }
    return ConditionalLLMBlock.model_validate({**defaults, **settings})


def test_each_row_is_asked_with_the_prompt_that_it_selects():
    asked = block().requests(table(kind=["code", "prose"], text=["x = 1", "tides"]))

    assert [request.messages[0]["content"] for request in asked] == ["Explain x = 1", "Ask about tides"]


def test_each_answer_is_read_by_the_tags_of_its_own_prompt():
    ask, rows = block(), table(kind=["code", "prose"], text=["x", "y"])
    outcome = ask.read(rows, [Answer("k0", "r0", 0, "ok", "[Q]one[/Q]"), Answer("k1", "r1", 0, "ok", "<q>two</q>")])

    assert cells(outcome.kept, "q") == ["one", "two"]


def test_a_chat_format_is_applied():
    form = ChatFormat(name="x", source="<user>{{ prompt }}<assistant>")
    (request,) = block(model_family=form).requests(table(kind=["code"], text=["x"]))

    assert request.prompt == "<user>Explain x<assistant>"


def test_a_row_that_selects_nothing_is_rejected_with_what_it_holds():
    outcome = block().read(table(kind=["table"], text=["x"]), [])

    assert reasons(outcome.rejected) == {"r0": "unknown_selector"}
    assert cells(outcome.rejected, "detail") == ["'table' selects no prompt; expected ['prose', 'code']"]


def test_all_is_for_every_row_and_needs_no_selector():
    ask = block(config_paths={"All": PROSE})

    assert tuple(ask.columns.needs) == ("text",)
    assert len(ask.requests(table(text=["x", "y"]))) == 2


def test_pairs_of_path_and_selector_are_read_too():
    assert block(config_paths=[[PROSE, "prose"], [CODE, "code"]]) == block()


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"config_paths": {"All": PROSE, "code": CODE}}, "stands alone"),
        ({"config_paths": [[PROSE, "x"], [CODE, "x"]]}, "no selector twice"),
        ({"config_paths": []}, "at least 1 item"),
        ({"config_paths": {"prose": PROSE, "code": Prompt(source="x")}}, "0 start_tags and 0 end_tags"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, text):
    with pytest.raises(ValidationError, match=text):
        block(**settings)
