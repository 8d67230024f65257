import pytest

from sdg_flows.flowfile.load import load
from sdg_flows.flowfile.named_prompts import named_prompts

FILE = "../configs/qa.yaml"


def files(path):
    return {name: [it.file for it in prompts] for name, prompts in named_prompts(path, load(path)).items()}


def test_the_prompt_of_a_block_has_the_name_that_the_flow_file_gives_it(flow, ask):
    drop = "{name: drop, type: DropColumnsBlock, config: {cols: [q]}}"
    path = flow(ask(), drop, ask().replace("name: ask", "name: again"))

    assert files(path) == {"ask": [FILE], "again": [FILE]}
    assert named_prompts(path, load(path))["ask"][0].prompt.variables == {"topic"}


@pytest.mark.parametrize(
    "paths", [f"{{a: {FILE}, b: {FILE}}}", f"[[{FILE}, a], [{FILE}, b]]"], ids=["mapping", "pairs"]
)
def test_a_block_may_have_several_prompts(flow, paths):
    config = f"{{selector_column_name: kind, config_paths: {paths}, output_cols: [q, a]}}"

    assert files(flow(f"{{name: ask, type: ConditionalLLMBlock, config: {config}}}")) == {"ask": [FILE, FILE]}
