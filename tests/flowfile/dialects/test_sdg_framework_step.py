import pytest

from sdg_flows.flowfile.dialects.sdg_framework_step import Step, translate_block

ADDRESS = "host, port and endpoint are not read; name the endpoint in a teacher file and here as 'teacher'."


@pytest.mark.parametrize(
    ("block_type", "config", "said"),
    [
        (
            "RenameColumns",
            {"columns_map": {"a": "b"}, "num_procs": 8},
            Step("RenameColumnsBlock", {"columns_map": {"a": "b"}}),
        ),
        (
            "SetToMajorityValue",
            {"col_name": "c", "block_name": "m"},
            Step("SetToMajorityValueBlock", {"col_name": "c"}),
        ),
        (
            "FilterByValueBlock",
            {"operation": "operator.contains", "batch_kwargs": {"num_procs": 8}},
            Step("FilterByValueBlock", {"operation": "in"}),
        ),
        ("FilterByValueBlock", {"operation": "operator.eq"}, Step("FilterByValueBlock", {"operation": "eq"})),
        (
            "LLMBlock",
            {"client": None, "batch_kwargs": {"num_samples": 30}},
            Step("LLMBlock", {"batch_kwargs": {"num_samples": 30}}),
        ),
        (
            "OpenAIChatBlock",
            {"input_cols": ["m"], "output_cols": ["r"], "model_id": "x"},
            Step("LLMMessagesBlock", {"model_id": "x", "input_col": "m", "output_col": "r"}),
        ),
        (
            "PRMBlock",
            {"host": "h", "port": 1, "model_name": "r"},
            Step("PRMBlock", {"model_id": "r"}, (ADDRESS,)),
        ),
        (
            "RegexParserBlock",
            {"column_name": "c"},
            Step("RegexParserBlock", {"input_cols": ["c"], "parsing_pattern": r"\A(.+)"}),
        ),
        (
            "IterBlock",
            {
                "num_iters": 2,
                "block_type": "RenameColumns",
                "block_kwargs": {"block_name": "r", "columns_map": {"a": "b"}},
            },
            Step("IterBlock", {"num_iters": 2, "block_type": "RenameColumnsBlock", "columns_map": {"a": "b"}}),
        ),
        ("PostProcessThinkingBlock", {"column_name": "c"}, Step("StripThinkingBlock", {"column": "c"})),
    ],
)
def test_a_block_is_said_in_our_words(block_type, config, said):
    assert translate_block(block_type, config, None) == said


@pytest.mark.parametrize(
    ("written", "settings", "warnings"),
    [
        (None, {}, ()),
        ("blank", {"model_prompt": ""}, ()),
        ("mistralai", {"model_family": "mixtral"}, ()),
        ("instructlab/granite-7b", {"model_family": "merlinite"}, ()),
        ("{{ prompt }}!", {"model_prompt": "{{ prompt }}!"}, ()),
        (
            "<s>{prompt}",
            {"model_prompt": "<s>{{ prompt }}"},
            ("{prompt} in model_prompt is read as {{ prompt }}.",),
        ),
        ("unheard-of", {}, ("the template 'unheard-of' of model_prompt is not known; chat messages are sent.",)),
    ],
)
def test_a_template_is_read_as_a_chat_format(written, settings, warnings):
    assert translate_block("LLMBlock", {"model_prompt": written}, None) == Step("LLMBlock", settings, warnings)


@pytest.mark.parametrize("written", ["<s>{prompt}", "<s>{{prompt}}", "<s>{{ prompt }}"])
def test_every_way_to_write_the_place_of_the_prompt_is_read(written):
    read = translate_block("LLMBlock", {"model_prompt": written}, None).config["model_prompt"]

    assert read in ("<s>{{ prompt }}", "<s>{{prompt}}")


@pytest.mark.parametrize(
    ("inside", "beside", "said"),
    [
        ({}, {"n": 2}, {"gen_kwargs": {"n": 2}}),
        ({"gen_kwargs": {"n": 3}}, {"n": 2, "seed": 1}, {"gen_kwargs": {"n": 3, "seed": 1}}),
        ({}, "words", {"gen_kwargs": "words"}),
        ({"gen_kwargs": "words"}, {"n": 2}, {"gen_kwargs": "words"}),
        ({}, None, {}),
    ],
)
def test_sampling_parameters_beside_the_settings_belong_to_them(inside, beside, said):
    assert translate_block("LLMBlock", inside, beside).config == said
