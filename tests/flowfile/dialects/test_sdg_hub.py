import pytest

from flowfile import hub_flows
from sdg_flows.core.pipeline import needed_columns, resolve_columns
from sdg_flows.flowfile.dialects.sdg_hub_step import translate_block
from sdg_flows.flowfile.known_blocks import known_blocks
from sdg_flows.flowfile.load import load

RENAME = "{block_type: RenameColumnsBlock, block_config: {block_name: swap, input_cols: {a: b}}}"
KEY = "sk-not-for-anyone-to-see"


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    return hub_flows.write_flows(tmp_path_factory.mktemp("flows"))


@pytest.fixture
def hub(write):
    """Return a function that writes a flow file: metadata in line 1, a block a line from line 3 on, then `more`."""

    def written(*blocks, metadata="{name: x}", more=""):
        lines = [f"metadata: {metadata}", "blocks:", *(f"- {block}" for block in blocks)]
        return write("flow.yaml", "\n".join(lines) + f"\n{more}")

    return written


def skip_unless_known(items):
    missing = {translate_block(it["block_type"], it["block_config"]).block_type for it in items} - known_blocks().keys()
    if missing:
        pytest.skip(f"there is no {sorted(missing)}")


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("detailed_summary", {"document", "domain", "icl_document"}),
        ("key_facts", {"document", "domain"}),
        ("rag_evaluation", {"document"}),
        ("text_analysis", {"text"}),
    ],
)
def test_a_flow_of_the_hub_loads_with_a_block_for_each_step_and_needs_its_columns(flows, name, needed):
    skip_unless_known(hub_flows.FLOWS[name])
    pipeline = load(flows[name])

    named = [it["block_config"]["block_name"] for it in hub_flows.FLOWS[name]]
    assert ([block.name for block in pipeline.blocks], {*needed_columns(pipeline)}) == (named, needed)
    assert pipeline.warnings == ()


def test_a_flow_that_samples_from_pools_loads(flows):
    skip_unless_known(hub_flows.FLOWS["red_team"])

    pools = ("category", "geography", "gender", "age", "medium", "style", "expertise", "language")
    assert {*needed_columns(load(flows["red_team"]))} == {f"{kind}_pool" for kind in pools}


def test_metadata_is_no_need(write):
    assert [block.name for block in load(write("flow.yaml", f"blocks:\n- {RENAME}\n")).blocks] == ["swap"]


def test_parameters_are_ignored_with_a_warning(hub):
    path = hub(RENAME, more="parameters: {style: {default: short}}\n")

    assert load(path).warnings == (f"{path}:4: 'parameters' are not read by any block, and are ignored.",)


def test_what_a_flow_makes_and_its_output_columns_do_not_name_is_dropped_at_the_end(hub):
    copy = "{block_type: DuplicateColumnsBlock, block_config: {block_name: copy, input_cols: {a: b, c: d}}}"
    pipeline = load(hub(copy, metadata="{name: x, output_columns: [d]}"))
    blocks = resolve_columns(pipeline, ["a", "c", "e"])

    assert [block.name for block in pipeline.blocks] == ["copy", "output_columns"]
    assert (blocks[-1].columns, pipeline.warnings) == (("a", "c", "e", "d"), ())


def test_an_output_column_that_no_block_makes_is_told_with_the_nearest(hub):
    copy = "{block_type: DuplicateColumnsBlock, block_config: {block_name: copy, input_cols: {a: answer}}}"
    path = hub(copy, metadata="{name: x, output_columns: [anwser]}")

    assert load(path).warnings == (
        f"{path}:1: 'output_columns' names 'anwser', which no block makes. Did you mean 'answer'?",
    )


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            "{block_type: AgentBlock, block_config: {block_name: a}}",
            "block 'a': AgentBlock is not offered: agents are asked by no block here.",
        ),
        (
            "{block_type: PythonInterpreterBlock, block_config: {block_name: a}}",
            "block 'a': PythonInterpreterBlock is not offered: no block runs code that a model wrote.",
        ),
        (
            "{block_type: RenameColumnBlock, block_config: {block_name: a}}",
            "names no block: 'RenameColumnBlock'. Did you mean 'RenameColumnsBlock'?",
        ),
        ("{block_type: LLMChatBlock}", "block 1 holds block_type; expected block_type and block_config."),
        ("7", "block 1 holds 7; expected block_type and block_config."),
        (
            RENAME.replace("block_config", "runtime_override: [x], block_config"),
            "block 'swap' has no key 'runtime_override'. Did you mean 'runtime_overrides'?",
        ),
    ],
)
def test_a_block_that_is_not_offered_or_cannot_be_read_is_refused_at_its_line(hub, refusals, block, said):
    assert refusals(hub(block)) == [f"flow.yaml:3: {said}"]


@pytest.mark.parametrize("setting", [f"api_key: {KEY}", f"headers: {{authorization: {KEY}}}"])
def test_a_key_in_a_flow_file_is_refused_without_being_shown(hub, refusals, setting):
    chat = "{block_type: LLMChatBlock, block_config: {block_name: c, input_cols: m, output_cols: r, %s}}"
    said = refusals(hub(chat % setting))

    assert said == [
        f"flow.yaml:3: block 'c': {setting.split(':')[0]!r} does not belong into a flow file; set OPENAI_API_KEY, "
        "or key_env in a teacher file."
    ]


def test_an_address_in_a_flow_file_is_refused(hub, refusals):
    config = "{block_name: c, input_cols: m, output_cols: r, api_base: 'http://localhost/v1'}"

    assert refusals(hub(f"{{block_type: LLMChatBlock, block_config: {config}}}")) == [
        "flow.yaml:3: block 'c': 'api_base' does not belong into a flow file; give --endpoint, or endpoint in a "
        "teacher file."
    ]


def test_runtime_overrides_are_ignored_with_a_warning(hub):
    path = hub(RENAME.replace("block_config", "runtime_overrides: [x], block_config"))

    assert load(path).warnings == (f"{path}:3: block 'swap': 'runtime_overrides' is not read, and is ignored.",)


def test_two_blocks_of_one_name_are_refused_with_both_lines(hub, refusals):
    assert refusals(hub(RENAME, RENAME)) == ["flow.yaml:4: the name 'swap' is taken by the block at flow.yaml:3."]


@pytest.mark.parametrize("blocks", ["[]", "null", "nothing"])
def test_a_file_without_blocks_is_refused(write, refusals, blocks):
    path = write("flow.yaml", f"metadata: {{name: x}}\nblocks: {blocks}\n")

    assert refusals(path) == ["flow.yaml:2: there are no blocks; expected a list of them."]
