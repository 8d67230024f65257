from textwrap import dedent

import pytest

from sdg_flows.blocks import BLOCKS
from sdg_flows.flowfile.block_page import block_page, blocks_page, example_of


def test_a_page_has_the_docstring_the_settings_and_the_example():
    assert block_page("DropColumnsBlock", BLOCKS) == dedent("""\
        ### DropColumnsBlock

        Remove the columns `cols`; a name that is not there is ignored.

        **Rows:** n in, n out, order kept; none is rejected.

        **Columns:** needs none; removes `cols`.

        **Source:** InstructLab `drop_columns`, which a flow file may write under any block.

        | setting | holds | default |
        |---|---|---|
        | `cols` | list of text | needed |

        ```yaml
        - name: drop_scores
          type: DropColumnsBlock
          config: {cols: [evaluation, score]}
        ```
        """)


def test_a_page_says_what_each_setting_holds_and_its_default():
    page = block_page("FilterByValueBlock", BLOCKS)

    assert "| `filter_column` | text | needed |\n" in page
    assert "| `convert_dtype` | `int` or `float` or `bool` or null | `null` |\n" in page


def test_a_page_ends_with_the_groups_of_settings():
    page = block_page("LLMBlock", BLOCKS)

    assert "| `gen_kwargs` | [GenKwargs](#genkwargs) |" in page
    assert "### GenKwargs\n" in page
    assert "| `n` | whole number or `scaled` | `1` |\n" in page


@pytest.mark.parametrize("name", BLOCKS)
def test_the_example_of_each_block_is_out_of_its_prose(name):
    page = block_page(name, BLOCKS)

    assert example_of(BLOCKS[name]).startswith("- name: ")
    assert page.count(f"type: {name}\n") == 1


def test_every_block_stands_once_in_the_reference():
    lines = blocks_page(BLOCKS).splitlines()

    assert [lines.count(f"### {name}") for name in BLOCKS] == [1] * len(BLOCKS)
