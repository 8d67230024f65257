import pytest

from flowfile import chain_flows, hub_flows
from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.convert import to_v1
from sdg_flows.flowfile.load import load

RENAME = "block_type: RenameColumns, block_config: {block_name: swap, columns_map: {a: b}}"


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flows")
    return {**chain_flows.write_package(folder / "chain"), **hub_flows.write_flows(folder / "hub")}


@pytest.mark.parametrize("name", [*chain_flows.FLOWS, *hub_flows.FLOWS])
@pytest.mark.parametrize("place", ["beside", "elsewhere"])
def test_a_converted_file_is_the_same_pipeline_89(flows, tmp_path, name, place):
    path = flows[name]
    target = path.with_name("converted.yaml") if place == "beside" else tmp_path / "suite" / "converted.yaml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(to_v1(path, target.parent).text, "utf-8")

    assert load(target).blocks == load(path).blocks


def test_the_text_is_in_our_words(write):
    keep = "block_name: keep, filter_column: c, filter_value: 'YES', operation: operator.contains, batch_kwargs: {}"
    path = write(
        "a.yaml", f"- {{{RENAME}, drop_columns: [x]}}\n- block_type: FilterByValueBlock\n  block_config: {{{keep}}}\n"
    )

    assert to_v1(path, path.parent).text.splitlines() == [
        *("version: '1.0'", "blocks:"),
        *("- name: swap", "  type: RenameColumnsBlock", "  config:", "    columns_map:", "      a: b"),
        *("  drop_columns:", "  - x"),
        *("- name: keep", "  type: FilterByValueBlock", "  config:", "    filter_column: c"),
        *("    filter_value: 'YES'", "    operation: in"),
    ]


def test_imports_and_repeated_blocks_are_written_out(write):
    write(
        "b.yaml",
        f"- {{{RENAME}}}\n- block_type: IterBlock\n  block_config: {{block_name: i, num_iters: 2, "
        "block_type: RenameColumns, block_kwargs: {columns_map: {a: b}}}\n",
    )
    path = write("a.yaml", "version: '1.0'\nblocks:\n- {name: b, type: ImportBlock, path: b.yaml, drop_columns: [x]}\n")
    target = write("c.yaml", to_v1(path, path.parent).text)

    assert [block.name for block in load(target).blocks] == ["b/swap", "b/i", "b.drop_columns"]
    assert load(target).blocks == load(path).blocks


@pytest.mark.parametrize(
    "value", ["YES", "1e5", "0o7", "1", "true", "null", "~", "", "1_000", "a: b", "é\u2028", "a\nb", "<<"]
)
def test_a_text_stays_the_text_that_it_is(write, value):
    config = f"{{block_name: k, filter_column: c, operation: eq, filter_value: {ascii_quoted(value)}}}"
    path = write("a.yaml", f"- {{block_type: FilterByValueBlock, block_config: {config}}}\n")

    assert load(write("b.yaml", to_v1(path, path.parent).text)).blocks[0].filter_value == (value,)


def ascii_quoted(text):
    return '"' + text.replace("\n", "\\n").replace("\u2028", "\\u2028") + '"'


def test_mixing_and_version_stay(write):
    top = "version: '1.1'\nblocks:\n- {name: a, type: DropColumnsBlock, config: {cols: [x]}}\n"
    path = write("a.yaml", f"{top}datamixing: {{auxiliary_instructions: {{spellcheck: [Mend it.]}}}}\n")
    text = to_v1(path, path.parent).text

    assert text.startswith("version: '1.1'\n")
    assert text.endswith("datamixing:\n  auxiliary_instructions:\n    spellcheck:\n    - Mend it.\n")


def test_what_cannot_be_said_is_told(write):
    block = (
        "{block_type: RenameColumnsBlock, runtime_overrides: [x], block_config: {block_name: s, input_cols: {a: b}}}"
    )
    path = write("a.yaml", f"metadata: {{name: x}}\nblocks:\n- {block}\n")

    assert [f"{said.line}: {said.text}" for said in to_v1(path, path.parent).warnings] == [
        "1: 'metadata' cannot be said in version 1.0, and is left out.",
        "3: block 's': 'runtime_overrides' is not read, and is ignored.",
    ]


def test_a_file_with_problems_is_refused(write):
    path = write("a.yaml", "- {block_type: Nope, block_config: {}}\n")

    with pytest.raises(FlowFileError, match=r"a\.yaml:1: names no block: 'Nope'"):
        to_v1(path, path.parent)
