import pytest

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.auxiliary import auxiliary_instructions
from sdg_flows.flowfile.load import load

STEP = "{name: drop, type: DropColumnsBlock, config: {cols: [x]}}"


def test_instructions_are_lists_by_dataset_type_c095(flow):
    path = flow(STEP, top='version: "1.0"\ndatamixing: {auxiliary_instructions: {spellcheck: [a, b]}}')

    assert auxiliary_instructions(path) == {"spellcheck": ["a", "b"]}
    assert [block.name for block in load(path).blocks] == ["drop"]


@pytest.mark.parametrize(
    "mixing", ["", "\ndatamixing: null", "\ndatamixing: {}", "\ndatamixing: {auxiliary_instructions: }"]
)
def test_without_them_there_are_none_c095(flow, mixing):
    path = flow(STEP, top=f'version: "1.0"{mixing}')

    assert auxiliary_instructions(path) == {}
    assert load(path).warnings == ()


@pytest.mark.parametrize(
    ("mixing", "said"),
    [
        ("[a]", "'datamixing' holds a list of texts; expected a mapping."),
        (
            "{auxiliary_instructions: [a]}",
            "'auxiliary_instructions' holds a list of texts; expected lists of texts by ",
        ),
        ("{auxiliary_instructions: {spellcheck: a}}", "'spellcheck' holds 'a'; expected a list of texts."),
        ("{auxiliary_instruction: {}}", "'datamixing' has no key 'auxiliary_instruction'. Did you mean 'auxiliary_"),
    ],
)
def test_another_shape_is_refused(flow, refusals, mixing, said):
    (line,) = refusals(flow(STEP, top=f'version: "1.0"\ndatamixing: {mixing}'))

    assert line.startswith(f"suite/flow.yaml:2: {said}")


def test_another_shape_is_refused_when_only_the_instructions_are_read(flow):
    path = flow(STEP, top='version: "1.0"\ndatamixing: {auxiliary_instructions: {spellcheck: a}}')

    with pytest.raises(FlowFileError, match="'spellcheck' holds 'a'; expected a list of texts"):
        auxiliary_instructions(path)
