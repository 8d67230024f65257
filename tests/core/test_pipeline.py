import pyarrow as pa
import pytest

from sdg_flows.blocks.drop_columns import DropColumnsBlock
from sdg_flows.blocks.llm import LLMBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, last_teacher_block_for, needed_columns, resolve_columns
from sdg_flows.core.prompts import Prompt

PROMPT = Prompt(source="{{ document }}", start_tags=("<q>",), end_tags=("</q>",))
ASK = PlacedBlock(LLMBlock(name="ask", config_path=PROMPT, output_cols=["question"]), "flow.yaml:3")
DROP = PlacedBlock(DropColumnsBlock(name="drop", cols=["document"]), "flow.yaml:9")


def test_the_walk_gives_the_columns_and_types_after_each_block():
    blocks = resolve_columns(Pipeline("p", "flow.yaml", (ASK, DROP)), ["row_id", "document"])

    assert [resolved.columns for resolved in blocks] == [("row_id", "document", "question"), ("row_id", "question")]
    assert blocks[1].types == {"question": pa.string()}


def test_a_misspelt_column_names_file_line_and_the_nearest_column():
    with pytest.raises(ColumnsError) as error:
        resolve_columns(Pipeline("p", "flow.yaml", (ASK,)), ["row_id", "documnet"])

    assert str(error.value) == (
        "flow.yaml:3: block 'ask' needs column 'document', which no input or earlier block gives. "
        "Did you mean 'documnet'? Columns here: documnet, row_id."
    )


def test_a_pipeline_needs_what_no_earlier_block_makes():
    assert needed_columns(Pipeline("p", "flow.yaml", (ASK, DROP))) == ("document",)


def test_a_column_is_traced_to_the_last_block_that_asked_for_what_is_in_it():
    judge = LLMBlock(name="judge", config_path=PROMPT, output_cols=["score"])
    rename = RenameColumnsBlock(name="rename", columns_map={"question": "asked"})
    blocks = [ASK.block, judge, rename]
    found = {column: last_teacher_block_for(blocks, [column]) for column in ("asked", "score", "document")}

    assert found == {"asked": ASK.block, "score": judge, "document": None}


def test_the_id_of_a_row_cannot_be_dropped():
    drop = PlacedBlock(DropColumnsBlock(name="drop", cols=["row_id"]), "flow.yaml:4")

    with pytest.raises(ColumnsError, match=r"^flow\.yaml:4: block 'drop' may not make or drop 'row_id'"):
        resolve_columns(Pipeline("p", "flow.yaml", (drop,)), ["row_id", "document"])
