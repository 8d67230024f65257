import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.llm import LLMBlock
from sdg_flows.core.exchange import Answer, OutcomeName
from sdg_flows.core.prompts import ChatFormat, Prompt

from tables import cells, reasons, table

ASK = Prompt(source="About {{ topic }}", start_tags=("<q>",), end_tags=("</q>",))


def block(**settings: object) -> LLMBlock:
    return LLMBlock.model_validate({"name": "ask", "config_path": ASK, "output_cols": ["question"], **settings})


def answers(of: LLMBlock, to: pa.Table, *texts: str, outcome: OutcomeName = "ok") -> list[Answer]:
    asked = of.requests(to)
    return [
        Answer(f"k{at}", one.row_id, one.draw, outcome, text)
        for at, (one, text) in enumerate(zip(asked, texts, strict=True))
    ]


def test_each_row_is_asked_about_with_the_defaults_and_no_n():  # C044
    (request,) = block().requests(table(topic=["tides"]))

    assert request.body("m") == {
        "model": "m",
        "messages": [{"role": "user", "content": "About tides"}],
        "temperature": 0.0,
        "max_tokens": 4096,
    }


def test_n_draws_are_single_requests_with_seeds_of_their_own():  # C037
    bodies = [one.body("m") for one in block(gen_kwargs={"n": 2, "seed": 42}).requests(table(topic=["tides"]))]

    assert [body["seed"] for body in bodies] == [42, 43]
    assert all("n" not in body for body in bodies)


def test_parameters_go_out_as_they_are_and_a_null_one_does_not():
    settings = {"temperature": None, "top_p": 0.9, "stop": ["END"], "extra_body": {"cache_salt": "s"}}
    (request,) = block(gen_kwargs=settings).requests(table(topic=["tides"]))

    assert request.params == {"max_tokens": 4096, "top_p": 0.9, "stop": ["END"], "cache_salt": "s"}


@pytest.mark.parametrize(
    ("settings", "model"),
    [({}, None), ({"model_id": "a"}, "a"), ({"model_id": "a", "gen_kwargs": {"model": "b"}}, "b")],
)
def test_a_block_can_name_its_model(settings, model):  # C049
    assert block(**settings).requests(table(topic=["tides"]))[0].model == model


def test_a_chat_format_makes_the_request_a_completion():
    form = ChatFormat(name="x", source="<user>{{ messages[0].content }}<assistant>")
    (request,) = block(model_family=form).requests(table(topic=["tides"]))

    assert (request.prompt, request.messages) == ("<user>About tides<assistant>", None)


def test_an_empty_model_prompt_sends_the_prompt_as_it_is():
    (request,) = block(model_prompt="").requests(table(topic=["tides"]))

    assert request.prompt == "About tides"


def test_rows_come_by_row_then_draw_then_place():  # C035
    ask, topics = block(gen_kwargs={"n": 2}), table(topic=["x1", "x2"])
    texts = [f"<q>{name}a</q><q>{name}b</q>" for name in ("x1d0", "x1d1", "x2d0", "x2d1")]
    kept = ask.read(topics, answers(ask, topics, *texts)).kept

    assert cells(kept, "question") == ["x1d0a", "x1d0b", "x1d1a", "x1d1b", "x2d0a", "x2d0b", "x2d1a", "x2d1b"]
    assert cells(kept, "topic") == ["x1"] * 4 + ["x2"] * 4
    assert len(set(cells(kept, "row_id"))) == 8


def test_a_row_without_a_value_is_rejected_and_not_asked_about():  # C034, C038
    ask, topics = block(), table(topic=["tides", None])
    outcome = ask.read(topics, answers(ask, topics, "<q>why?</q>"))

    assert len(ask.requests(topics)) == 1
    assert reasons(outcome.rejected) == {"r1": "missing_value"}
    assert cells(outcome.rejected, "detail") == ["the prompt needs 'topic'"]


def test_a_row_that_breaks_the_template_is_rejected():
    ask = block(config_path=Prompt(source="{{ 1 / topic }}", start_tags=("<q>",), end_tags=("</q>",)))
    outcome = ask.read(table(topic=[0]), [])

    assert (reasons(outcome.rejected), cells(outcome.rejected, "detail")) == (
        {"r0": "template_error"},
        ["division by zero"],
    )


def test_an_answer_that_cannot_be_read_is_a_rejected_row_with_its_answer():
    ask, topics = block(), table(topic=["tides", "moon"])
    outcome = ask.read(topics, answers(ask, topics, "<q>why?</q>", "no tags"))

    assert cells(outcome.kept, "question") == ["why?"]
    assert cells(outcome.rejected, "reason") == ["no_match"]
    assert cells(outcome.rejected, "answer_key") == ["k1"]
    assert cells(outcome.rejected, "row") == ['{"topic": "moon"}']


def test_the_whole_part_of_an_answer_is_kept_and_its_broken_tail_rejected():
    ask, topics = block(), table(topic=["tides"])
    outcome = ask.read(topics, answers(ask, topics, "<q>one</q><q>two"))

    assert (cells(outcome.kept, "question"), cells(outcome.rejected, "reason")) == (["one"], ["unclosed_tag"])


@pytest.mark.parametrize("outcome", ["cut", "filtered", "refused", "malformed", "too_long", "server"])
def test_an_answer_that_is_not_whole_is_never_read(outcome):
    ask, topics = block(), table(topic=["tides"])
    read = ask.read(topics, answers(ask, topics, "<q>half</q>", outcome=outcome))

    assert (read.kept.num_rows, cells(read.rejected, "reason")) == (0, [outcome])


def test_every_made_row_knows_its_parent_and_its_answer():
    ask, topics = block(), table(topic=["tides", "moon"])
    outcome = ask.read(topics, answers(ask, topics, "<q>why?</q>", "no tags"))

    assert cells(outcome.lineage, "row_id") == [*cells(outcome.kept, "row_id"), *cells(outcome.rejected, "row_id")]
    assert cells(outcome.lineage, "parent_id") == ["r0", "r1"]
    assert cells(outcome.lineage, "answer_key") == ["k0", "k1"]


def test_num_samples_is_a_column_for_the_prompt_and_for_the_rows():  # C040
    prompt = Prompt(source="{{ num_samples }} about {{ topic }}", start_tags=("<q>",), end_tags=("</q>",))
    ask, topics = block(config_path=prompt, batch_kwargs={"num_samples": 30}), table(topic=["tides"])
    kept = ask.read(topics, answers(ask, topics, "<q>why?</q>")).kept

    assert ask.requests(topics)[0].body("m")["messages"][0]["content"] == "30 about tides"
    assert cells(kept, "num_samples") == [30]


def test_num_samples_of_the_table_goes_first():  # C040
    prompt = Prompt(source="{{ num_samples }}", start_tags=("<q>",), end_tags=("</q>",))
    ask = block(config_path=prompt, batch_kwargs={"num_samples": 30})

    assert ask.requests(table(num_samples=[5]))[0].body("m")["messages"][0]["content"] == "5"


def test_an_output_column_takes_the_place_of_one_with_its_name():  # C041
    ask, topics = block(output_cols=["topic"]), table(topic=["tides"], other=["x"])
    kept = ask.read(topics, answers(ask, topics, "<q>new</q>")).kept

    assert kept.select(["topic", "other"]).to_pylist() == [{"topic": "new", "other": "x"}]
    assert kept.column_names == ["row_id", "topic", "other"]


def test_an_empty_table_asks_nothing_and_keeps_its_columns():  # C047
    ask, empty = block(), table(topic=pa.array([], pa.string()))
    kept = ask.read(empty, []).kept

    assert ask.requests(empty) == []
    assert (kept.num_rows, kept.column_names) == (0, ["row_id", "topic", "question"])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({"output_cols": ["a", "b"]}, "1 start_tags and 1 end_tags for 2 output_cols", id="C017"),
        pytest.param({"config_path": Prompt(source="x")}, "0 start_tags and 0 end_tags for 1 output_cols", id="C019"),
        pytest.param({"parser_kwargs": {"parser_name": "other"}}, "custom", id="C022"),
        pytest.param(
            {
                "output_cols": ["a", "b", "c"],
                "parser_kwargs": {"parser_name": "custom", "parsing_pattern": "(a)(b)"},
            },
            "2 groups for 3 output_cols",
            id="C031",
        ),
        pytest.param({"parser_kwargs": {"parser_name": "custom"}}, "go together", id="C032"),
        pytest.param(
            {"parser_kwargs": {"parser_name": "custom", "parsing_pattern": "("}}, "no regular expression", id="pattern"
        ),
        pytest.param({"output_cols": ["a", "a"]}, "different names", id="twice"),
        pytest.param({"gen_kwargs": {"temprature": 1}}, "temprature", id="misspelt parameter"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, said):
    with pytest.raises(ValueError, match=said):
        block(**settings)


def test_the_name_of_a_block_is_no_part_of_its_identity():
    assert block().settings == LLMBlock(name="other", config_path=ASK, output_cols=["question"]).settings


def test_an_edited_prompt_is_another_identity():
    edited = Prompt(source="On {{ topic }}", start_tags=("<q>",), end_tags=("</q>",))

    assert block().settings != block(config_path=edited).settings


CHOOSE = Prompt(source="{{ topic }}?")


@pytest.mark.parametrize("said", ["Joy", " joy.\n", "**joy**", '"JOY"'])
def test_a_choice_is_read_in_its_own_spelling(said):
    ask, topics = block(config_path=CHOOSE, choices=["joy", "fear"]), table(topic=["x"])

    assert cells(ask.read(topics, answers(ask, topics, said)).kept, "question") == ["joy"]


def test_an_answer_that_is_none_of_the_choices_stays_when_asked_to():
    ask, topics = block(config_path=CHOOSE, choices=["joy", "fear"], on_other="keep"), table(topic=["x", "y"])
    outcome = ask.read(topics, answers(ask, topics, "rage", ""))

    assert (cells(outcome.kept, "question"), cells(outcome.rejected, "reason")) == (["rage"], ["not_a_choice"])


def test_an_answer_that_is_none_of_the_choices_is_rejected_with_what_it_says():
    ask, topics = block(config_path=CHOOSE, choices=["joy", "fear"]), table(topic=["x"])
    outcome = ask.read(topics, answers(ask, topics, "joyful fear"))

    assert list(reasons(outcome.rejected).values()) == ["not_a_choice"]
    assert cells(outcome.rejected, "detail") == ["the answer is 'joyful fear'; expected one of ['joy', 'fear']"]


@pytest.mark.parametrize(
    "settings",
    [{"choices": ["joy", "fear"]}, {"gen_kwargs": {"extra_body": {"guided_choice": ["joy", "fear"]}}}],
    ids=["choices", "guided_choice"],
)
def test_choices_go_out_under_one_name(settings):
    (request,) = block(config_path=CHOOSE, **settings).requests(table(topic=["x"]))

    assert request.params == {"temperature": 0.0, "max_tokens": 4096, "structured_outputs": {"choice": ["joy", "fear"]}}


def test_an_object_that_meets_the_schema_fills_typed_columns():
    schema = {"type": "object", "properties": {"question": {"type": "string"}, "level": {"type": "integer"}}}
    ask = block(config_path=CHOOSE, json_schema=schema, output_cols=["question", "level"])
    topics = table(topic=["x"])
    kept = ask.read(topics, answers(ask, topics, '{"question": "Why?", "level": 3}')).kept

    assert (cells(kept, "question"), cells(kept, "level")) == (["Why?"], [3])
    assert ask.requests(topics)[0].params["response_format"]["json_schema"]["schema"] == schema


def test_a_prompt_of_turns_is_sent_as_messages():
    turns = ({"role": "system", "source": "Be kind."}, {"role": "user", "source": "{{ topic }}?"})
    prompt = Prompt(source="Be kind. {{ topic }}?", turns=turns, start_tags=("",), end_tags=("",))
    (request,) = block(config_path=prompt).requests(table(topic=["tides"]))

    assert list(request.messages) == [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "tides?"}]


@pytest.mark.parametrize(
    "extra", [{"n": 3}, {"stream": True}, {"guided_choice": [1, 2]}, {"structured_outputs": ["a"]}], ids=str
)
def test_what_a_block_cannot_work_with_is_refused_in_extra_body(extra):
    with pytest.raises(ValidationError, match="extra_body"):
        block(gen_kwargs={"extra_body": extra})


def test_each_item_of_a_list_is_a_row():
    topics = Prompt(source="Topics of {{ topic }}")
    listed = block(config_path=topics, parser_kwargs={"parser_name": "list"})
    rows = table(topic=["tides"])
    outcome = listed.read(rows, answers(listed, rows, "Here they are:\n1. Spring tides\n2. Neap tides"))

    assert cells(outcome.kept, "question") == ["Spring tides", "Neap tides"]


@pytest.mark.parametrize("settings", [{"output_cols": ["q", "a"]}, {"choices": ["yes", "no"]}])
def test_a_list_fills_one_column_and_is_no_choice(settings):
    with pytest.raises(ValidationError, match=r"fills one column|give one"):
        block(parser_kwargs={"parser_name": "list"}, **settings)
