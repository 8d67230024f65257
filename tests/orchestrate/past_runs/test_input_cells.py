from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.blocks.template import TemplateBlock
from sdg_flows.orchestrate.past_runs.input_cells import find_column_names, pick_cells

COPY = DuplicateColumnsBlock(name="copy", columns_map={"document": "base"})
RENAME = RenameColumnsBlock(name="rename", columns_map={"document": "raw", "summary": "document"})


def input_cells(columns, blocks, ended):
    return pick_cells(find_column_names(columns, blocks), ended)


def test_a_column_that_no_block_touched_is_as_it_was():
    assert input_cells(["topic"], [COPY, RENAME], {"topic": "t", "document": "s"}) == {"topic": "t"}


def test_a_renamed_column_is_found_under_its_new_name():
    assert input_cells(["document"], [RENAME], {"raw": "d", "document": "s"}) == {"document": "d"}


def test_a_copy_stands_in_for_a_column_that_was_dropped():
    assert input_cells(["document"], [COPY], {"base": "d"}) == {"document": "d"}


def test_a_column_that_was_written_over_is_not_taken_for_the_input():
    over = TemplateBlock(name="over", template="{{ topic }}!", output_col="topic")

    assert input_cells(["topic"], [over], {"topic": "t!"}) == {}
