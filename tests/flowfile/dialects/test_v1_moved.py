import pytest

from sdg_flows.blocks import BLOCKS
from sdg_flows.flowfile.dialects.v1_moved import move_settings
from sdg_flows.flowfile.load import load

KEEP = "name: keep, type: FilterByValueBlock, config: {filter_column: c, filter_value: YES, operation: eq"
SEED_003 = """
version: 1.0
blocks:
  - name: gen_questions
    type: LLMBlock
    config:
      config_path: ../configs/qa.yaml
      output_cols: [q, a]
    gen_kwargs: {max_tokens": 2048,}
    drop_duplicates: [q]
  - name: filter_questions
    type: FilterByValueBlock
    config:
      filter_column: a
      filter_value: YES
      operation: eq
      drop_columns: [a]
"""


@pytest.mark.parametrize(
    ("step", "tidied"),
    [
        ({"config": {}}, {"config": {}}),
        ({"config": None, "gen_kwargs": {"n": 2}}, {"config": None, "gen_kwargs": {"n": 2}}),
        ({"config": {"a": 1}, "gen_kwargs": {"n": 2}}, {"config": {"a": 1, "gen_kwargs": {"n": 2}}}),
        (
            {"config": {"gen_kwargs": {"n": 3}}, "gen_kwargs": {"n": 2, "seed": 1}},
            {"config": {"gen_kwargs": {"n": 3, "seed": 1}}},
        ),
        ({"config": {"drop_columns": ["x"]}}, {"config": {}, "drop_columns": ["x"]}),
        ({"config": {"drop_duplicates": ["x"]}}, {"config": {}, "drop_duplicates": ["x"]}),
        ({"config": {"add_num_samples": True, "a": 1}}, {"config": {"a": 1}}),
        (
            {"config": {"drop_columns": ["x"]}, "drop_columns": ["y"]},
            {"config": {}, "drop_columns": ["y"]},
        ),
    ],
)
def test_everything_in_a_step_is_put_where_it_belongs(step, tidied):
    assert move_settings(step, BLOCKS["LLMBlock"]).step == tidied


def test_sampling_parameters_beside_config_are_used_with_a_warning(flow, ask):
    path = flow(ask().removesuffix("}") + ", gen_kwargs: {temperature: 0.7}}")
    pipeline = load(path)

    assert pipeline.blocks == load(flow(ask("gen_kwargs: {temperature: 0.7}"))).blocks
    assert pipeline.warnings == (
        f"{path}:3: step 'ask': 'gen_kwargs' belongs under 'config', and is read as if it stood there.",
    )


def test_the_switch_for_the_number_of_samples_is_left_out_with_a_warning(flow, ask):
    path = flow(ask("add_num_samples: true, batch_kwargs: {num_samples: 3}"))
    pipeline = load(path)

    assert pipeline.blocks == load(flow(ask("batch_kwargs: {num_samples: 3}"))).blocks
    assert pipeline.warnings == (
        f"{path}:3: step 'ask': 'add_num_samples' is not needed: num_samples is a column, or what batch_kwargs gives.",
    )


def test_drops_inside_config_are_used_with_a_warning_86(flow):
    path = flow(f"{{{KEEP}, drop_duplicates: [c], drop_columns: [x]}}}}")
    pipeline = load(path)

    assert pipeline.blocks == load(flow(f"{{{KEEP}}}, drop_duplicates: [c], drop_columns: [x]}}")).blocks
    assert [warning.split(": ", 2)[2] for warning in pipeline.warnings] == [
        "'drop_columns' belongs beside 'config', and is read as if it stood there.",
        "'drop_duplicates' belongs beside 'config', and is read as if it stood there.",
    ]


def test_drops_at_both_places_are_refused(flow, refusals):
    assert refusals(flow(f"{{{KEEP}, drop_columns: [x]}}, drop_columns: [y]}}")) == [
        "suite/flow.yaml:3: step 'keep': 'drop_columns' stands beside 'config' too; write it there only."
    ]


def test_a_stray_quote_in_a_key_is_one_problem_at_its_line_86(flow, write, refusals):
    flow("{}")
    path = write("suite/flow.yaml", SEED_003)

    assert refusals(path) == [
        "suite/flow.yaml:8: block 'gen_questions' (LLMBlock) has no setting 'gen_kwargs.max_tokens\"'. "
        "Did you mean 'max_tokens'?"
    ]


def test_without_the_stray_quote_the_same_file_loads_with_a_warning_at_each_line_86(flow, write):
    flow("{}")
    path = write("suite/flow.yaml", SEED_003.replace('max_tokens": 2048,', "max_tokens: 2048"))
    pipeline = load(path)

    assert [block.name for block in pipeline.blocks] == [
        *("gen_questions", "gen_questions.drop_duplicates", "filter_questions", "filter_questions.drop_columns")
    ]
    assert [warning.split(": ")[0] for warning in pipeline.warnings] == [f"{path}:{line}" for line in (1, 8, 16)]
    assert pipeline.blocks[2].filter_value == ("YES",)
    assert pipeline.steps[3].place == f"{path}:16"
