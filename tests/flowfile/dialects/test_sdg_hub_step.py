import pytest

from sdg_flows.flowfile.dialects.sdg_framework_step import Step
from sdg_flows.flowfile.dialects.sdg_hub_step import translate_block


def test_a_chat_asks_for_messages_and_its_sampling_parameters_stand_together_49():
    config = {
        **{"block_name": "c", "input_cols": ["m"], "output_cols": "r", "async_mode": True, "timeout": 9},
        **{"temperature": 0.7, "max_completion_tokens": 9, "n": 2},
    }
    settings = {
        **{"input_col": "m", "output_col": "r", "as_messages": True},
        "gen_kwargs": {"temperature": 0.7, "max_completion_tokens": 9, "n": 2},
    }
    assert translate_block("LLMChatBlock", config) == Step("LLMMessagesBlock", settings)


@pytest.mark.parametrize(
    ("written", "model", "warnings"),
    [
        ("hosted_vllm/openai/gpt-oss-120b", "openai/gpt-oss-120b", 1),
        ("openai/gpt-4o", "gpt-4o", 1),
        ("microsoft/phi-4", "microsoft/phi-4", 0),
        ("phi-4", "phi-4", 0),
    ],
)
def test_the_provider_before_a_model_is_left_out_with_a_warning(written, model, warnings):
    step = translate_block("LLMChatBlock", {"input_cols": "m", "output_cols": "r", "model": written})

    assert (step.config["model_id"], len(step.warnings)) == (model, warnings)


@pytest.mark.parametrize(
    ("block_type", "config", "said"),
    [
        (
            "ColumnValueFilterBlock",
            {"input_cols": ["c"], "output_cols": [], "filter_value": 1, "operation": "eq", "convert_dtype": "int"},
            Step(
                "FilterByValueBlock",
                {"filter_column": "c", "filter_value": 1, "operation": "eq", "convert_dtype": "int"},
            ),
        ),
        (
            "TextConcatBlock",
            {"input_cols": ["a", "b"], "output_cols": ["c"], "separator": "\n"},
            Step("CombineColumnsBlock", {"columns": ["a", "b"], "output_col": "c", "separator": "\n"}),
        ),
        (
            "MeltColumnsBlock",
            {"input_cols": ["a", "b"], "output_cols": ["value", "kind"]},
            Step("FlattenColumnsBlock", {"var_cols": ["a", "b"], "value_name": "value", "var_name": "kind"}),
        ),
        (
            "RenameColumnsBlock",
            {"block_name": "r", "input_cols": {"a": "b"}, "output_cols": ["b"]},
            Step("RenameColumnsBlock", {"columns_map": {"a": "b"}}),
        ),
        (
            "DuplicateColumnsBlock",
            {"columns_map": {"a": "b"}},
            Step("DuplicateColumnsBlock", {"columns_map": {"a": "b"}}),
        ),
        ("SamplerBlock", {"block_name": "s", "num_samples": 2}, Step("SamplerBlock", {"num_samples": 2})),
    ],
)
def test_a_block_is_said_in_our_words(block_type, config, said):
    assert translate_block(block_type, config) == said
