import pytest

from sdg_flows.blocks.iter import iterated
from sdg_flows.flowfile.load import load

BLOCK = "{name: twice, type: IterBlock, config: {%s}}"
SETTINGS = "num_iters: 2, block_type: FilterByValueBlock, filter_column: c, filter_value: 1, operation: eq"


def test_the_settings_beside_its_own_are_those_of_the_inner_block(flow):
    (inner,) = load(flow(BLOCK.replace("IterBlock", "FilterByValueBlock") % SETTINGS.split(", ", 2)[2])).blocks

    assert load(flow(BLOCK % SETTINGS)).blocks == (iterated("twice", 2, inner),)


def test_a_block_that_asks_the_teacher_can_be_repeated(flow, ask):
    plain = flow(ask("gen_kwargs: {n: 3}"))
    (inner,) = load(plain).blocks
    repeated = ask("gen_kwargs: {n: 3}, num_iters: 4, block_type: LLMBlock").replace("type: LLM", "type: Iter", 1)

    assert load(flow(repeated)).blocks == (iterated("ask", 4, inner),)


def test_the_framework_has_the_inner_settings_in_block_kwargs(write, flow):
    kwargs = "block_kwargs: {block_name: inner, filter_column: c, filter_value: 1, operation: operator.eq}"
    config = f"{{block_name: twice, num_iters: 2, block_type: FilterByValueBlock, {kwargs}}}"
    path = write("chain.yaml", f"- {{block_type: IterBlock, block_config: {config}}}\n")

    assert load(path).blocks == load(flow(BLOCK % SETTINGS)).blocks


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            SETTINGS.replace("num_iters: 2", "num_iters: -1"),
            "step 'twice': 'num_iters' holds -1; expected a whole number from 0.",
        ),
        (
            SETTINGS.replace("FilterBy", "FiltrBy"),
            "step 'twice': 'block_type' holds 'FiltrByValueBlock'; expected the block that is repeated. "
            "Did you mean 'FilterByValueBlock'?",
        ),
        (
            SETTINGS.replace("filter_column", "filter_colum"),
            "block 'twice' (FilterByValueBlock) has no setting 'filter_colum'. Did you mean 'filter_column'?",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_refused(flow, refusals, settings, said):
    assert f"suite/flow.yaml:3: {said}" in refusals(flow(BLOCK % settings))
