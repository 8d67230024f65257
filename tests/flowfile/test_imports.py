import pytest

from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.imports import resolve_imports
from sdg_flows.flowfile.load import load
from sdg_flows.flowfile.named_prompts import named_prompts

IMPORT = "{name: judge, type: ImportBlock, path: ../parts/judge.yaml}"
DROP = "{name: drop, type: DropColumnsBlock, config: {cols: [x]}}"


@pytest.fixture
def part(write, ask):
    """Return a function that writes parts/judge.yaml, steps of version 1.0 or a whole text, and its prompt."""

    def written(*steps, text=None):
        steps = steps or (ask(config_path="prompts/qa.yaml"),)
        lines = ['version: "1.0"', "blocks:", *(f"  - {step}" for step in steps)]
        return write("parts/judge.yaml", text or "\n".join(lines) + "\n")

    return written


@pytest.fixture
def prompt(write):
    text = "system: s\nintroduction: i\nprinciples: p\nexamples: e\ngeneration: '{{ fruit }}'\n"
    return write("parts/prompts/qa.yaml", f'{text}start_tags: ["<q>", "<a>"]\nend_tags: ["</q>", "</a>"]\n')


@pytest.mark.usefixtures("prompt")
def test_an_imported_step_is_called_after_the_import_and_reads_prompts_beside_its_own_file(flow, part):
    part()
    pipeline = load(flow(DROP, IMPORT))

    assert [block.name for block in pipeline.blocks] == ["drop", "judge/ask"]
    assert pipeline.blocks[1].columns.needs == ["fruit"]
    assert pipeline.steps[1].place.endswith("parts/judge.yaml:3")
    assert pipeline.warnings == ()


def test_the_path_may_stand_in_config(flow, part):
    part(DROP)

    inside = load(flow("{name: judge, type: ImportBlock, config: {path: ../parts/judge.yaml}}"))
    assert inside.blocks == load(flow(IMPORT)).blocks


def test_what_an_import_drops_is_dropped_after_its_last_step(flow, part):
    part(DROP, DROP.replace("name: drop", "name: last"))
    path = flow(f"{IMPORT[:-1]}, drop_duplicates: [a], drop_columns: [b]}}")

    assert [(block.name, block.cols) for block in load(path).blocks] == [
        ("judge/drop", ("x",)),
        ("judge/last", ("x",)),
        ("judge.drop_columns", ("b",)),
        ("judge.drop_duplicates", ("a",)),
    ]


def test_a_flow_file_of_another_dialect_can_be_imported(flow, part):
    part(text="- {block_type: RenameColumns, block_config: {block_name: swap, columns_map: {a: b}}}\n")

    assert [block.name for block in load(flow(IMPORT)).blocks] == ["judge/swap"]


def test_imports_of_imports_are_followed_from_their_own_files(flow, part, write):
    part("{name: deeper, type: ImportBlock, path: more/deep.yaml}")
    write("parts/more/deep.yaml", f'version: "1.0"\nblocks:\n  - {DROP}\n')

    assert [block.name for block in load(flow(IMPORT)).blocks] == ["judge/deeper/drop"]


def test_a_circle_is_refused_with_its_files(flow, part, refusals):
    part("{name: back, type: ImportBlock, path: ../suite/flow.yaml}")

    assert refusals(flow(IMPORT)) == [
        "parts/judge.yaml:3: step 'back' cannot import suite/flow.yaml: it is being imported already: "
        "flow.yaml imports judge.yaml imports flow.yaml."
    ]


def test_files_that_import_ever_more_files_are_refused(flow, write, refusals):
    for level in range(8):
        step = "{name: %s, type: ImportBlock, path: ../parts/p%d.yaml}"
        write(
            f"parts/p{level}.yaml",
            "\n".join(["version: '1.0'", "blocks:", *(f"- {step % (n, level + 1)}" for n in "ab")]),
        )
    write("parts/p8.yaml", f'version: "1.0"\nblocks:\n- {DROP}\n')

    said = refusals(flow(IMPORT.replace("judge.yaml", "p0.yaml")))
    assert all(line.endswith("at most 100 files are imported for one flow file.") for line in said)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{name: a, type: ImportBlock}", "step 'a': 'path' is missing; expected the path of a flow file."),
        ("{name: a, type: ImportBlock, path: 3}", "step 'a': 'path' holds 3; expected the path of a flow file."),
        ("{name: a, type: ImportBlock, path: x.yaml, output_cols: [q]}", "step 'a' has no key 'output_cols'."),
        (
            "{name: a, type: ImportBlock, path: flwo.yaml}",
            "step 'a' cannot import suite/flwo.yaml: there is no such file. Did you mean 'flow.yaml'?",
        ),
        ("{name: a, type: ImportBlock, path: ../../../x.yaml}", "step 'a' cannot import "),
    ],
)
def test_an_import_that_cannot_be_is_refused_at_its_line(flow, refusals, step, said):
    assert refusals(flow(step))[0].startswith(f"suite/flow.yaml:3: {said}")


def test_what_is_wrong_in_an_imported_file_is_told_at_its_own_line(flow, part, refusals):
    part("{name: a, type: DropColumnsBlock, config: {cols: [x], more: 1}}", "7")

    assert refusals(flow(IMPORT)) == [
        "parts/judge.yaml:3: block 'judge/a' (DropColumnsBlock) has no setting 'more'.",
        "parts/judge.yaml:4: step 2 holds 7; expected name, type and config.",
    ]


def test_an_imported_file_that_is_no_flow_file_is_told_by_its_name(flow, part, refusals):
    part(text="words\n")

    assert refusals(flow(IMPORT))[0].startswith("parts/judge.yaml:1: found 'words'; expected ")


def test_steps_know_the_file_they_stand_in(flow, part):
    path, imported = flow(DROP, IMPORT), part(DROP)
    steps, _ = resolve_imports(flow_text(path))

    assert [step.entry.name for step in steps] == ["drop", "judge/drop"]
    assert [step.source.file for step in steps] == [str(path), str(imported)]


@pytest.mark.usefixtures("prompt")
def test_prompts_of_imported_steps_are_named_as_their_file_names_them(flow, part):
    part()
    path = flow(IMPORT)

    assert [named.file for named in named_prompts(path, load(path))["judge/ask"]] == ["prompts/qa.yaml"]
