import inspect
import textwrap
from typing import Any

import pyarrow as pa
import pytest
import yaml

from sdg_flows.blocks import BLOCKS
from sdg_flows.core.block import LINEAGE, REJECTED, Block, TableBlock
from sdg_flows.core.contract import Contract, enforce
from sdg_flows.core.conversation import MESSAGES
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, resolve_columns
from sdg_flows.core.prompts import Prompt

from tables import table

TABLE_BLOCKS = sorted(name for name, kind in BLOCKS.items() if issubclass(kind, TableBlock))
TEXT = pa.array([], pa.string())
NUMBER = pa.array([], pa.int64())
DECIMAL = pa.array([], pa.float64())


def block(kind: str, config: dict[str, Any]) -> TableBlock:
    made = BLOCKS[kind].model_validate({"name": "step", **config})
    assert isinstance(made, TableBlock)
    return made


def example(kind: type[Block]) -> dict[str, Any]:
    text = textwrap.dedent(inspect.cleandoc(str(kind.__doc__)).partition("Example:\n")[2])
    return yaml.safe_load(text)[0]


def test_every_block_is_named_by_its_class():
    assert {name: kind.__name__ for name, kind in BLOCKS.items()} == {name: name for name in BLOCKS}


CASES = [
    ("CombineColumnsBlock", {"columns": ["a", "n"], "output_col": "out"}, {"a": TEXT, "n": NUMBER, "out": TEXT}),
    ("DropColumnsBlock", {"cols": ["a"]}, {"n": NUMBER}),
    (
        "AddMessageBlock",
        {"text_col": "a", "role": "user", "output_col": "out"},
        {"a": TEXT, "n": NUMBER, "out": pa.array([], MESSAGES)},
    ),
    (
        "DrawExamplesBlock",
        {"column": "a", "num_examples": 1, "output_col": "out"},
        {"a": TEXT, "n": NUMBER, "out": pa.array([], pa.list_(pa.string()))},
    ),
    ("DrawValueBlock", {"values": ["x"], "output_col": "out"}, {"a": TEXT, "n": NUMBER, "out": TEXT}),
    ("DropDuplicatesBlock", {"cols": ["a", "n"]}, {"a": TEXT, "n": NUMBER}),
    ("DropNearDuplicatesBlock", {"column": "a"}, {"a": TEXT, "n": NUMBER}),
    ("FilterByTextBlock", {"column": "a", "max_words": 9}, {"a": TEXT, "n": NUMBER}),
    (
        "WeightedScoreBlock",
        {"weights": {"n": 1}, "output_col": "out"},
        {"a": TEXT, "n": DECIMAL, "out": DECIMAL},
    ),
    ("DuplicateColumnsBlock", {"columns_map": {"n": "m"}}, {"a": TEXT, "n": NUMBER, "m": NUMBER}),
    (
        "FilterByValueBlock",
        {"filter_column": "a", "filter_value": 1, "operation": "eq", "convert_dtype": "int"},
        {"a": NUMBER, "n": NUMBER},
    ),
    (
        "FlattenColumnsBlock",
        {"var_cols": ["a"], "value_name": "v", "var_name": "k"},
        {"n": NUMBER, "k": TEXT, "v": TEXT},
    ),
    (
        "PromptBuilderBlock",
        {"prompt_config_path": Prompt(source="{{ a }}"), "input_cols": "a", "output_cols": "said"},
        {"a": TEXT, "n": NUMBER, "said": pa.array([], MESSAGES)},
    ),
    ("HumanReviewBlock", {"show": ["a"]}, {"a": TEXT, "n": NUMBER}),
    ("RenameColumnsBlock", {"columns_map": {"a": "b"}}, {"n": NUMBER, "b": TEXT}),
    (
        "SamplePopulatorBlock",
        {"config_paths": {"x": {"size": 1}}, "column_name": "a"},
        {"a": TEXT, "n": NUMBER, "size": NUMBER},
    ),
    (
        "SelectorBlock",
        {"choice_map": {"x": "n"}, "choice_col": "a", "output_col": "out"},
        {"a": TEXT, "n": NUMBER, "out": NUMBER},
    ),
    ("SetToMajorityValueBlock", {"col_name": "a"}, {"a": TEXT, "n": NUMBER}),
    (
        "IndexBasedMapperBlock",
        {"choice_map": {"x": "n"}, "choice_cols": "a", "output_cols": "out"},
        {"a": TEXT, "n": NUMBER, "out": NUMBER},
    ),
    (
        "JSONParserBlock",
        {"input_cols": "a", "output_cols": ["out"], "types": {"out": "int"}},
        {"a": TEXT, "n": NUMBER, "out": NUMBER},
    ),
    ("JSONStructureBlock", {"input_cols": ["a", "n"], "output_cols": "out"}, {"a": TEXT, "n": NUMBER, "out": TEXT}),
    (
        "RegexParserBlock",
        {"input_cols": "a", "output_cols": "out", "parsing_pattern": "x"},
        {"a": TEXT, "n": NUMBER, "out": TEXT},
    ),
    (
        "RouterBlock",
        {"routes": [{"to": "t", "when": {"column": "n", "operation": "lt", "value": 3}}], "output_col": "out"},
        {"a": TEXT, "n": NUMBER, "out": TEXT},
    ),
    ("RowMultiplierBlock", {"num_samples": 2}, {"a": TEXT, "n": NUMBER}),
    ("SampleRowsBlock", {"n": 1}, {"a": TEXT, "n": NUMBER}),
    ("StripThinkingBlock", {"column": "a", "reasoning_col": "out"}, {"a": TEXT, "n": NUMBER, "out": TEXT}),
    (
        "TagParserBlock",
        {"input_cols": "a", "output_cols": "out", "start_tags": [""], "end_tags": [""]},
        {"a": TEXT, "n": NUMBER, "out": TEXT},
    ),
    ("TemplateBlock", {"template": "{{ a }}", "output_col": "out"}, {"a": TEXT, "n": NUMBER, "out": TEXT}),
    ("UniformColumnValueSetter", {"input_cols": "a"}, {"a": TEXT, "n": NUMBER}),
    ("ValueMapBlock", {"column": "a", "mapping": {"x": 1}, "default": 0}, {"a": NUMBER, "n": NUMBER}),
]
OF_FILES = {"IterBlock", "PromptBuilderBlock", "SamplePopulatorBlock"}
"""Blocks whose examples name files."""
OF_LISTS = {"LLMResponseExtractorBlock", "SamplerBlock", "SelectMaxRewardResponseBlock"}
"""Blocks whose columns are lists: their own tests show an empty table."""


@pytest.mark.parametrize(("kind", "config", "after"), [pytest.param(*case, id=f"C140-{case[0]}") for case in CASES])
def test_a_typed_empty_table_stays_typed(kind: str, config: dict[str, Any], after: dict[str, pa.Array]):
    outcome = block(kind, config)(pa.table({"row_id": TEXT, "a": TEXT, "n": NUMBER}))

    assert outcome.kept.equals(pa.table({"row_id": TEXT, **after}))
    assert (outcome.rejected.schema, outcome.lineage.schema) == (REJECTED, LINEAGE)


@pytest.mark.parametrize(("kind", "config", "after"), CASES)
def test_the_table_after_a_block_is_the_one_it_declares(kind: str, config: dict[str, Any], after: dict[str, pa.Array]):
    step = block(kind, config)
    resolved = resolve_columns(Pipeline("p", "flow.yaml", (PlacedBlock(step, "flow.yaml:1"),)), ["a", "n"])[0]
    kept = step(table(a=["x", "1"], n=[1, 2])).kept

    assert resolved.columns == tuple(after)
    assert kept.column_names == ["row_id", *after]
    enforce(kept, Contract(set(resolved.columns), resolved.types), "step")


@pytest.mark.parametrize("kind", TABLE_BLOCKS)
def test_every_table_block_has_an_empty_table_case(kind: str):
    assert kind in {case[0] for case in CASES} | OF_LISTS | {"IterBlock"}


@pytest.mark.parametrize("kind", sorted({*TABLE_BLOCKS} - OF_FILES))
def test_the_example_in_a_docstring_is_a_step_of_a_flow_file(kind: str):
    step = example(BLOCKS[kind])

    assert step["type"] == kind
    assert block(kind, step["config"]).columns


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("IndexBasedMapperBlock", {"choice_map": {"A": "t"}, "choice_cols": "c", "output_cols": "o"}),
        ("SamplePopulatorBlock", {"column_name": "c", "config_paths": {"A": {"k": 1}}}),
        ("SelectorBlock", {"choice_map": {"A": "t"}, "choice_col": "c", "output_col": "o"}),
        ("SetToMajorityValueBlock", {"col_name": "c"}),
        ("StripThinkingBlock", {"column": "c"}),
    ],
)
def test_a_column_of_lists_is_refused_where_a_text_is_wanted(kind: str, config: dict[str, Any]):
    with pytest.raises(ColumnsError, match=r"block 'step': column 'c' holds list<.*Expected text, numbers or booleans"):
        block(kind, config)(table(c=[["A"]], t=["x"]))
