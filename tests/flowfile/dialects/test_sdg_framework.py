import pytest

from flowfile import chain_flows
from sdg_flows.core.pipeline import needed_columns
from sdg_flows.flowfile.dialects.sdg_framework_step import TYPES
from sdg_flows.flowfile.known_blocks import known_blocks
from sdg_flows.flowfile.load import load

RENAME = "block_type: RenameColumns, block_config: {block_name: swap, columns_map: {a: b}}"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return chain_flows.write_package(tmp_path_factory.mktemp("package"))


def skip_unless_known(items):
    missing = {TYPES.get(it["block_type"], it["block_type"]) for it in items} - known_blocks().keys()
    if missing:
        pytest.skip(f"there is no {sorted(missing)}")


@pytest.mark.parametrize("name", chain_flows.FLOWS)
def test_every_flow_of_the_framework_loads_with_a_block_for_each_step_82(package, name):
    skip_unless_known(chain_flows.FLOWS[name])
    drops = [key for it in chain_flows.FLOWS[name] for key in it if key.startswith("drop_")]

    assert len(load(package[name]).blocks) == len(chain_flows.FLOWS[name]) + len(drops)


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("annotation/emotion/simple", {"simple_task_description", "prompt"}),
        ("generation/knowledge/mmlu_bench", {"document_outline", "document"}),
        ("generation/skills/synth_skills", {"task_description", "seed_question", "seed_response"}),
        ("generation/skills/agentic_improve_skill", {"question", "response"}),
    ],
)
def test_the_columns_that_its_seeds_had_are_enough(package, name, needed):
    assert {*needed_columns(load(package[name]))} == needed


def test_step_settings_are_those_of_the_framework(package):
    questions, *_ = load(package["generation/skills/synth_skills"]).blocks

    assert (questions.model_id, questions.batch_kwargs.num_samples) == (chain_flows.MIXTRAL, 30)
    assert (questions.gen_kwargs.temperature, questions.gen_kwargs.max_tokens) == (0.0, 4096)


def test_contains_keeps_the_values_that_are_in_the_list_58(package):
    by_name = {block.name: block for block in load(package["generation/skills/agentic_improve_skill"]).blocks}

    assert by_name["filter_judgement"].operation == "in"


def test_paths_of_prompts_are_found_from_the_flow_files_own_folder_first_83(write, package):
    item = "- {block_type: LLMBlock, block_config: {block_name: a, config_path: configs/a.yaml, output_cols: [q]}}\n"
    prompt = "system: s\ngeneration: '{{ %s }}'\nstart_tags: ['']\nend_tags: ['']\n"
    write("configs/a.yaml", prompt % "far")
    path = write("flows/flow.yaml", item)
    far = load(path).blocks[0].columns.needs
    write("flows/configs/a.yaml", prompt % "near")

    assert (far, load(path).blocks[0].columns.needs) == (["far"], ["near"])


def test_a_path_that_leads_nowhere_is_refused_83(write, refusals):
    item = "- {block_type: LLMBlock, block_config: {block_name: a, config_path: configs/a.yaml, output_cols: [q]}}\n"

    (line,) = refusals(write("flow.yaml", item))
    assert line.startswith("flow.yaml:1: block 'a' (LLMBlock), setting 'config_path': configs/a.yaml: there is no such")


def test_names_may_repeat(write):
    path = write("flow.yaml", f"- {{{RENAME}}}\n- {{{RENAME}}}\n- {{{RENAME}, drop_columns: [x]}}\n")

    assert [block.name for block in load(path).blocks] == ["swap", "swap 2", "swap 3", "swap 3.drop_columns"]


@pytest.mark.parametrize(
    "text",
    [f"- {{{RENAME}}}", f"version: '1.0'\nblock_configs:\n  - {{{RENAME}}}", f"first: {{{RENAME}}}"],
)
def test_a_list_may_stand_under_block_configs_or_be_a_mapping(write, text):
    path = write("flow.yaml", text + "\n")

    assert [(block.name, block.columns_map) for block in load(path).blocks] == [("swap", {"a": "b"})]


@pytest.mark.parametrize("operation", ["operator.gt", "gt", "'>'"])
def test_every_spelling_of_an_operation_is_read_80(write, operation):
    config = f"{{block_name: f, filter_column: c, filter_value: 1, operation: {operation}, convert_dtype: int}}"
    path = write("flow.yaml", f"- {{block_type: FilterByValueBlock, block_config: {config}}}\n")

    assert load(path).blocks[0].operation == "gt"


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("{block_type: Nope, block_config: {block_name: x}}", "names no block: 'Nope'."),
        (
            "{block_type: LLMBlok, block_config: {block_name: x}}",
            "names no block: 'LLMBlok'. Did you mean 'LLMBlock'?",
        ),
        ("{block_type: LLMBlock}", "'block_config' of LLMBlock is no mapping; expected its settings."),
        ("{block_config: {block_name: x}}", "a block holds no 'block_type'; expected block_type and block_config."),
        ("7", "a block holds 7; expected block_type and block_config."),
        (f"{{{RENAME}, drop_colums: [x]}}", "block 'swap' has no key 'drop_colums'. Did you mean 'drop_columns'?"),
        (f"{{{RENAME}, drop_columns: x}}", "block 'swap': 'drop_columns' holds 'x'; expected a list of column names."),
    ],
)
def test_a_block_that_cannot_be_read_is_refused_at_its_line_80(write, refusals, item, said):
    assert refusals(write("flow.yaml", f"- {{{RENAME}}}\n- {item}\n")) == [f"flow.yaml:2: {said}"]


def test_a_sampling_parameter_is_refused_at_its_own_line(write, refusals):
    text = "- block_type: LLMBlock\n  block_config: {block_name: a, config_path: p.yaml, output_cols: [q]}\n"
    write("p.yaml", "system: s\ngeneration: g\nstart_tags: ['']\nend_tags: ['']\n")
    path = write("flow.yaml", f"{text}  gen_kwargs:\n    temperature: 0.5\n    max_token: 5\n")

    (line,) = refusals(path)
    assert line.startswith("flow.yaml:5: block 'a' (LLMBlock) has no setting 'gen_kwargs.max_token'. Did you mean")
