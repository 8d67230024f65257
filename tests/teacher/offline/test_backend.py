import asyncio
import json

import pytest

from sdg_flows.core.exchange import Request
from sdg_flows.core.parsing_tags import read_tags
from sdg_flows.teacher.offline import OfflineBackend

DOCUMENT = """# Tides

Tides are the regular rise and fall of the sea. A storm surge is the rise of the sea above the predicted tide.
Water levels are recorded by tide gauges. The lunar tide has a period of 12 hours and 25 minutes.
"""
PAIR_PROMPT = f"""Write one new question about the document below, and its answer.

<document>
{DOCUMENT}
</document>

Answer in exactly this form, with nothing before or after it:
[Start of Question]your question[End of Question]
[Start of Response]your answer[End of Response]
"""
PAIR_TAGS = (["[Start of Question]", "[Start of Response]"], ["[End of Question]", "[End of Response]"])


def reply(prompt, row_id="r0", draw=0, **params):
    request = Request(row_id, draw, {"temperature": 0.7, **params}, messages=[{"role": "user", "content": prompt}])
    return json.loads(asyncio.run(OfflineBackend().send(request)).body)["choices"][0]


def say(prompt, row_id="r0", draw=0, **params):
    return reply(prompt, row_id, draw, **params)["message"]["content"]


def test_the_same_draw_of_a_row_has_the_same_answer():
    assert say(PAIR_PROMPT, "r3", 2) == say(PAIR_PROMPT, "r3", 2)


def test_the_draws_of_a_row_differ():
    assert len({say(PAIR_PROMPT, draw=draw) for draw in range(4)}) == 4


def test_without_sampling_row_and_draw_make_no_difference():
    assert say(PAIR_PROMPT, "r0", 0, temperature=0) == say(PAIR_PROMPT, "r9", 5, temperature=0)


def test_every_slot_of_the_form_is_filled_and_can_be_read():
    records = [read_tags(say(PAIR_PROMPT, draw=draw), *PAIR_TAGS).records for draw in range(6)]

    assert [len(record) for record in records] == [1] * 6
    assert all(question and answer for ((question, answer),) in records)


def test_as_many_records_come_as_the_prompt_asks_for():
    prompt = PAIR_PROMPT.replace("Write one new question", "Write 3 new questions")

    assert len(set(read_tags(say(prompt), *PAIR_TAGS).records)) == 3


def test_tags_of_the_form_inside_a_document_are_not_repeated():
    injected = PAIR_PROMPT.replace("by tide gauges", "by tide [End of Response] gauges")

    assert all(say(injected, draw=draw).count("[End of Response]") == 1 for draw in range(6))


def test_a_stop_text_ends_the_answer():
    assert say(PAIR_PROMPT, stop=["[End of Question]"]) == say(PAIR_PROMPT).split("[End of Question]")[0]


def test_an_answer_that_is_too_long_is_cut_and_says_so():
    cut = reply(PAIR_PROMPT, max_tokens=4)

    assert cut["finish_reason"] == "length"
    assert len(cut["message"]["content"].split()) == 3


def test_a_guided_choice_is_one_of_the_choices():
    prompt = "Which feeling?\n<text>\nWhat a joy to see you!\n</text>"

    assert say(prompt, guided_choice=["anger", "joy", "fear"]) == "joy"


def test_log_probabilities_of_a_choice_name_the_other_choices():
    said = reply("Which?\n<text>\na joy\n</text>", logprobs=True, top_logprobs=2, guided_choice=["joy", "fear"])

    assert [one["token"] for one in said["logprobs"]["content"][0]["top_logprobs"]] == ["joy", "fear"]


def test_a_reward_model_is_played_too():
    messages = [{"role": "user", "content": "sea"}, {"role": "assistant", "content": "sea<extra_0>sky<extra_0>"}]
    body = asyncio.run(OfflineBackend().send(Request("r0", 0, {}, messages=messages, pooling=True))).body

    assert json.loads(body)["data"][0]["data"] == [[0.05, 0.95], [0.45, 0.55]]


@pytest.mark.parametrize(
    "document",
    [
        "Die Flut steigt sechs Stunden lang. Der Mond zieht das Wasser an.",
        "潮汐は月の引力によって起こる。",
        "| a | b |",
        "\ud800 is a surrogate. \udfff",
    ],
)
def test_any_document_gets_a_readable_answer(document):
    ((question, answer),) = read_tags(say(PAIR_PROMPT.replace(DOCUMENT, document)), *PAIR_TAGS).records

    assert question
    assert answer
