import pytest

STEP = "{name: drop, type: DropColumnsBlock, config: {cols: [x]}}"


def test_a_file_without_blocks_is_refused_c092(write, refusals):
    assert refusals(write("flow.yaml", 'version: "1.0"\n')) == [
        "flow.yaml:1: there is no 'blocks' section; expected a list of blocks."
    ]


@pytest.mark.parametrize(
    ("blocks", "found"),
    [("", "null"), ("[]", "an empty list"), ("{a: 1}", "a mapping"), ("nothing", "'nothing'")],
)
def test_blocks_must_be_a_list_with_something_in_it(write, refusals, blocks, found):
    path = write("flow.yaml", f'version: "1.0"\nblocks: {blocks}\n')

    assert refusals(path) == [f"flow.yaml:2: 'blocks' holds {found}; expected a list of blocks."]


def test_a_key_that_a_flow_file_does_not_have_is_refused_with_the_nearest(flow, refusals):
    path = flow(STEP, top='version: "1.0"\ndatamixin: null')

    assert refusals(path) == ["suite/flow.yaml:2: a flow file has no key 'datamixin'. Did you mean 'datamixing'?"]


def test_two_steps_of_one_name_are_refused_with_both_lines(flow, refusals):
    path = flow(STEP, STEP.replace("name: drop", "name: other"), STEP)

    assert refusals(path) == ["suite/flow.yaml:5: the name 'drop' is taken by the step in line 3."]


def test_what_is_wrong_with_version_and_steps_is_told_together(write, refusals):
    path = write("flow.yaml", "version: '3'\nblocks:\n- 7\ndatamixing: 5\n")

    assert refusals(path) == [
        'flow.yaml:1: version is \'3\'; expected "MAJOR.MINOR", such as "1.0".',
        "flow.yaml:3: step 1 holds 7; expected name, type and config.",
        "flow.yaml:4: 'datamixing' holds 5; expected a mapping.",
    ]
