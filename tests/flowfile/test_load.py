import pytest

from sdg_flows.blocks import BLOCKS
from sdg_flows.core.errors import ColumnsError, SettingsError
from sdg_flows.core.pipeline import needed_columns, resolve_columns
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.load import load

from tables import table

KEEP = "{name: keep, type: FilterByValueBlock, config: {filter_column: c, filter_value: YES, operation: eq}"
FRUIT = "\n".join(["system: '{{fruit}}'", *(f"{key}: {key}" for key in ("introduction", "principles", "examples"))])
WHOLE = "generation: generation\nstart_tags: ['']\nend_tags: ['']\n"


def asked(pipeline, **columns):
    (block,) = pipeline.blocks
    return block.requests(table(**columns))[0]


def test_a_flow_file_becomes_a_pipeline_with_its_stem_for_a_name(flow):
    path = flow(KEEP + "}")
    pipeline = load(path)

    (step,) = pipeline.steps
    assert (pipeline.name, pipeline.source, pipeline.warnings) == ("flow", str(path), ())
    assert step.block == BLOCKS["FilterByValueBlock"].model_validate(
        {"name": "keep", "filter_column": "c", "filter_value": "YES", "operation": "eq"}
    )
    assert step.place == f"{path}:3"


def test_drops_become_blocks_after_their_step_columns_before_duplicates(flow):
    path = flow(KEEP + ", drop_duplicates: [c], drop_columns: [x, y]}")

    keep, columns, duplicates = load(path).blocks
    assert keep.name == "keep"
    assert columns == BLOCKS["DropColumnsBlock"].model_validate({"name": "keep.drop_columns", "cols": ["x", "y"]})
    assert duplicates == BLOCKS["DropDuplicatesBlock"].model_validate({"name": "keep.drop_duplicates", "cols": ["c"]})


@pytest.mark.parametrize(
    "drops", ["drop_columns: null, drop_duplicates: null", "drop_columns: [], drop_duplicates: []"]
)
def test_empty_drops_are_no_blocks(flow, drops):
    assert [block.name for block in load(flow(f"{KEEP}, {drops}}}")).blocks] == ["keep"]


def test_a_drop_stands_at_its_own_line(write):
    step = "- name: a\n  type: DropColumnsBlock\n  config: {cols: [x]}\n  drop_duplicates: [y]\n"
    path = write("flow.yaml", f'version: "1.0"\nblocks:\n{step}')

    assert [it.place for it in load(path).steps] == [f"{path}:3", f"{path}:6"]


def test_a_dropped_column_that_is_not_there_is_ignored_c094(flow):
    assert resolve_columns(load(flow(KEEP + ", drop_columns: [absent]}")), ["c", "d"])[-1].columns == ("c", "d")


def test_duplicates_in_a_column_that_is_not_there_are_refused_before_anything_runs_c094(flow):
    path = flow(KEEP + ", drop_duplicates: [absent]}")

    with pytest.raises(ColumnsError, match=r"flow\.yaml:3: block 'keep\.drop_duplicates' needs column 'absent'"):
        resolve_columns(load(path), ["c"])


def test_all_problems_of_a_file_are_told_together_by_line_c092(flow, refusals):
    path = flow(
        "{name: a, type: FilterByValeBlock, config: {}}",
        "{name: b, type: DropColumnsBlock, config: {cols: [x], colls: [y]}}",
        "{name: c, type: DropColumnsBlock}",
        "{type: DropColumnsBlock, config: {cols: [x]}}",
    )

    assert refusals(path) == [
        "suite/flow.yaml:3: step 'a': 'type' names no block: 'FilterByValeBlock'. Did you mean 'FilterByValueBlock'?",
        "suite/flow.yaml:4: block 'b' (DropColumnsBlock) has no setting 'colls'. Did you mean 'cols'?",
        "suite/flow.yaml:5: step 'c': 'config' is missing; expected a mapping of settings, {} for none.",
        "suite/flow.yaml:6: step '4': 'name' is missing; expected a text.",
    ]


def test_problems_of_a_prompt_file_are_told_at_their_own_lines_and_once(flow, ask, write, refusals):
    path = flow(ask(), ask().replace("name: ask", "name: again"))
    write("configs/qa.yaml", "introduction: a\nprinciples: true\nexamples: c\ngeneration: d\n")

    assert refusals(path) == [
        "configs/qa.yaml:1: the key 'system' is missing; a prompt file has system, introduction, principles, examples, "
        "generation, each of which may be null.",
        "configs/qa.yaml:2: 'principles' holds True; expected a text, a list of texts or null.",
    ]


def test_a_missing_prompt_file_is_told_with_the_nearest_name(flow, ask, refusals):
    assert refusals(flow(ask(config_path="../configs/qa.yml"))) == [
        "suite/flow.yaml:3: block 'ask' (LLMBlock), setting 'config_path': configs/qa.yml: there is no such file. "
        "Did you mean 'qa.yaml'?"
    ]


def test_scaled_without_a_number_is_refused_c043(flow, ask, refusals):
    (line,) = refusals(flow(ask("gen_kwargs: {n: scaled}")))

    assert line == (
        "suite/flow.yaml:3: block 'ask' (LLMBlock), setting 'gen_kwargs.n': num_instructions_to_generate was not set, "
        "and 'scaled' stands for it."
    )


def test_scaled_stands_for_the_number_of_the_run_c043(flow, ask):
    (block,) = load(flow(ask("gen_kwargs: {n: scaled}")), Binding(num_instructions=3)).blocks

    assert len(block.requests(table(topic=["pears"]))) == 3


@pytest.mark.parametrize(
    ("limits", "sent"), [({"ask": 512}, 512), ({"other": 512}, 2048), ({}, 2048), ({"ask": 8192}, 8192)]
)
def test_a_run_limits_the_tokens_of_a_block_by_name_c046(flow, ask, limits, sent):
    pipeline = load(flow(ask("gen_kwargs: {max_tokens: 2048}")), Binding(max_tokens=limits))

    assert asked(pipeline, topic=["pears"]).params["max_tokens"] == sent


def test_a_run_limits_the_tokens_of_a_block_in_the_words_of_its_flow_file(flow, ask):
    pipeline = load(flow(ask("gen_kwargs: {max_completion_tokens: 2048}")), Binding(max_tokens={"ask": 512}))

    assert asked(pipeline, topic=["pears"]).params == {"temperature": 0.0, "max_completion_tokens": 512}


def test_a_limit_for_a_block_that_asks_nothing_is_refused(flow, refusals):
    assert refusals(flow(KEEP + "}"), Binding(max_tokens={"keep": 5})) == [
        "suite/flow.yaml:3: block 'keep' (FilterByValueBlock) asks no teacher, so max_tokens cannot be set for it."
    ]


@pytest.mark.parametrize(("setting", "model"), [("model_id: own", "own"), ("", None), ("gen_kwargs: {model: g}", "g")])
def test_the_model_of_a_block_is_its_own_else_the_teachers_c049(flow, ask, setting, model):
    assert asked(load(flow(ask(setting))), topic=["pears"]).model == model


@pytest.mark.parametrize(
    ("own", "of_the_run", "prompt"),
    [
        ("model_family: granite", None, "<|user|>\nAbout pears.\n\n\nWrite.\n<|assistant|>"),
        ("model_family: granite", "mixtral", "<s> [INST] About pears.\n\n\nWrite. [/INST]"),
        ("", "mixtral", "<s> [INST] About pears.\n\n\nWrite. [/INST]"),
        ("", None, None),
    ],
)
def test_the_family_of_the_run_goes_before_that_of_the_block_c050(flow, ask, own, of_the_run, prompt):
    assert asked(load(flow(ask(own)), Binding(model_family=of_the_run)), topic=["pears"]).prompt == prompt


def test_without_a_family_the_prompt_is_one_chat_message_c050(flow, ask):
    request = asked(load(flow(ask())), topic=["pears"])

    assert request.messages == ({"role": "user", "content": "About pears.\n\n\nWrite."},)


def test_the_five_fields_are_joined_by_line_ends_in_the_chat_format_c053(flow, ask, write):
    path = flow(ask("model_family: mixtral", output_cols="[out]"))
    write("configs/qa.yaml", f"{FRUIT}\n{WHOLE}")

    expected = "<s> [INST] pear\nintroduction\nprinciples\nexamples\ngeneration [/INST]"
    assert asked(load(path), fruit=["pear"]).prompt == expected


def test_an_unknown_family_of_a_block_is_refused_where_it_stands(flow, ask, refusals):
    (line,) = refusals(flow(ask("model_family: granit")))

    assert line.startswith(
        "suite/flow.yaml:3: block 'ask' (LLMBlock), setting 'model_family': there is no model family 'granit'. "
        "Did you mean 'granite'? Families: chatml,"
    )


def test_an_unknown_family_of_the_run_is_a_setting_that_is_refused(flow):
    with pytest.raises(SettingsError, match=r"^there is no model family 'mixtrall'\. Did you mean 'mixtral'\?"):
        load(flow(KEEP + "}"), Binding(model_family="mixtrall"))


def test_what_is_noticed_in_a_prompt_file_goes_with_the_pipeline(flow, ask, write):
    path = flow(ask(output_cols="[out]"))
    prompt = write("configs/qa.yaml", f"{FRUIT}\n{WHOLE}author: me\n")

    assert load(path).warnings == (f"{prompt}:8: the key 'author' is ignored.",)


def test_single_braces_around_a_column_are_warned_of_c058(flow, ask, write):
    path = flow(ask(output_cols="[out]"))
    prompt = write("configs/qa.yaml", f"{FRUIT}\n{WHOLE}".replace("examples: ", "examples: '{fruit} {other}' #"))

    assert load(path).warnings == (
        f"{prompt}:4: {{fruit}} stays as it is, though 'fruit' is a column; for its value write {{{{ fruit }}}}.",
    )


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("{{ promt }}", "found ['promt']."),
        ("[INST] {prompt} [/INST]", "'model_prompt' has no variable, so the prompt would not be sent; "),
        ("{{ prompt", "template line 1: unexpected end of template"),
    ],
)
def test_a_model_prompt_that_would_not_send_the_prompt_is_refused_c059(flow, ask, refusals, setting, said):
    (line,) = refusals(flow(ask(f'model_prompt: "{setting}"')))

    assert line.startswith("suite/flow.yaml:3: block 'ask' (LLMBlock)")
    assert said in line


def test_an_empty_model_prompt_sends_the_prompt_as_it_is(flow, ask):
    assert asked(load(flow(ask('model_prompt: ""'))), topic=["pears"]).prompt == "About pears.\n\n\nWrite."


@pytest.mark.parametrize(
    ("more", "output_cols", "said"),
    [
        pytest.param("", "[q, a, more]", "2 start_tags and 2 end_tags for 3 output_cols", id="C017"),
        pytest.param(
            "parser_kwargs: {parser_name: other}", "[q, a]", "expected 'custom', 'json' or 'list'.", id="C022"
        ),
        pytest.param(
            "parser_kwargs: {parser_name: custom, parsing_pattern: 'Q(.*)A(.*)'}",
            "[q, a, more]",
            "parsing_pattern has 2 groups for 3 output_cols",
            id="C031",
        ),
        pytest.param("parser_kwargs: {parser_name: custom}", "[q, a]", "parsing_pattern go together", id="C032"),
    ],
)
def test_answers_that_could_not_be_read_are_refused_before_anything_is_asked(
    flow, ask, refusals, more, output_cols, said
):
    (line,) = refusals(flow(ask(more, output_cols=output_cols)))

    assert line.startswith("suite/flow.yaml:3: block 'ask' (LLMBlock)")
    assert said in line


def test_a_prompt_without_tags_and_a_block_without_a_pattern_are_refused_c019(flow, ask, write, refusals):
    path = flow(ask())
    write("configs/qa.yaml", f"{FRUIT}\ngeneration: d\nstart_tags: []\n")

    (line,) = refusals(path)
    assert "block 'ask' (LLMBlock): the prompt file has 0 start_tags and 0 end_tags for 2 output_cols" in line


def test_a_file_that_is_not_there_is_refused_with_the_nearest_name(flow, refusals):
    path = flow(KEEP + "}").with_name("flows.yaml")

    assert refusals(path) == ["suite/flows.yaml: there is no such file. Did you mean 'flow.yaml'?"]


def test_text_that_is_not_yaml_is_refused_with_its_line(write, refusals):
    (line,) = refusals(write("flow.yaml", 'version: "1.0"\nblocks: [\n'))

    assert line.startswith("flow.yaml:3: not readable as YAML")


def test_a_flow_file_says_which_columns_its_input_must_have(flow, ask):
    assert needed_columns(load(flow(ask(), KEEP.replace(": c,", ": q,") + "}"))) == ("topic",)


def test_a_step_may_not_have_the_name_of_an_imported_one(flow, write, refusals):
    write("suite/part.yaml", "version: '1.0'\nblocks:\n- {name: b, type: DropColumnsBlock, config: {cols: [x]}}\n")
    path = flow(
        "{name: a, type: ImportBlock, path: part.yaml}", "{name: a/b, type: DropColumnsBlock, config: {cols: []}}"
    )

    assert refusals(path) == ["suite/flow.yaml:4: the name 'a/b' is taken by the block at suite/part.yaml:3."]
