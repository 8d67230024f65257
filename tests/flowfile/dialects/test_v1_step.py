import pytest

CONFIG = "config: {cols: [x]}"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (f"{{name: 3, type: DropColumnsBlock, {CONFIG}}}", "step '1': 'name' holds 3; expected a text."),
        (f"{{name: ' ', type: DropColumnsBlock, {CONFIG}}}", "step ' ': 'name' holds ' '; expected a text."),
        (f"{{name: a, type: [LLMBlock], {CONFIG}}}", "step 'a': 'type' holds a list of texts; expected one of: "),
        (f"{{name: a, {CONFIG}}}", "step 'a': 'type' is missing; expected one of: "),
        (f"{{name: a, type: Nonsense, {CONFIG}}}", "step 'a': 'type' names no block: 'Nonsense'."),
        (f"{{name: a, type: ImportBlok, {CONFIG}}}", "step 'a': 'type' names no block: 'ImportBlok'. Did you mean "),
        ("{name: a, type: DropColumnsBlock, config: null}", "step 'a': 'config' holds null; expected a mapping of "),
        (f"{{name: a, type: DropColumnsBlock, {CONFIG}, drop_column: [x]}}", "step 'a' has no key 'drop_column'. Did "),
        (f"{{name: a, type: DropColumnsBlock, {CONFIG}, drop_columns: x}}", "step 'a': 'drop_columns' holds 'x'; "),
        (
            f"{{name: a, type: DropColumnsBlock, {CONFIG}, drop_duplicates: [1]}}",
            "step 'a': 'drop_duplicates' holds a ",
        ),
    ],
)
def test_a_step_that_is_not_of_the_shape_is_refused(flow, refusals, step, said):
    (line,) = refusals(flow(step))

    assert line.startswith(f"suite/flow.yaml:3: {said}")


def test_a_setting_beside_config_is_sent_to_its_place(flow, ask, refusals):
    step = ask().removesuffix("}") + ", model_id: m}"

    assert refusals(flow(step)) == ["suite/flow.yaml:3: step 'ask': 'model_id' is a setting; put it under 'config'."]


def test_duplicates_cannot_be_looked_for_in_a_column_that_is_dropped_before(flow, refusals):
    step = f"{{name: a, type: DropColumnsBlock, {CONFIG}, drop_columns: [y, z], drop_duplicates: [z, w]}}"

    assert refusals(flow(step)) == [
        "suite/flow.yaml:3: step 'a': 'drop_duplicates' looks for duplicates in 'z', which 'drop_columns' has dropped "
        "before."
    ]


def test_a_problem_stands_at_the_line_of_its_key(write, refusals):
    step = "- name: a\n  type: DropColumnsBlock\n  config:\n    cols: [x]\n    colour: red\n  drop_columns: y\n"
    path = write("flow.yaml", f'version: "1.0"\nblocks:\n{step}')

    assert [line.split(" ")[0] for line in refusals(path)] == ["flow.yaml:7:", "flow.yaml:8:"]
