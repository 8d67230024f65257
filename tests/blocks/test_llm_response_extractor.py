import pyarrow as pa
import pytest

from sdg_flows.blocks.llm_response_extractor import LLMResponseExtractorBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def extract(**settings: object) -> LLMResponseExtractorBlock:
    return LLMResponseExtractorBlock.model_validate({"name": "test_parser", "input_cols": "said", **settings})


def message(content: str, reasoning: str | None = None) -> dict[str, str | None]:
    return {"role": "assistant", "content": content, "reasoning_content": reasoning}


THREE = table(said=[[message("a", "why a"), message("b")], [message("c")]])


@pytest.mark.parametrize(("prefix", "column"), [("", "test_parser_content"), ("llm_", "llm_content")])
def test_each_message_becomes_a_row(prefix, column):  # sdg_hub 38
    kept = extract(field_prefix=prefix)(THREE).kept

    assert kept.column_names == ["row_id", "said", column]
    assert cells(kept, column) == ["a", "b", "c"]


def test_each_row_that_is_made_knows_its_parent():
    outcome = extract()(THREE)

    assert cells(outcome.lineage, "row_id") == cells(outcome.kept, "row_id")
    assert cells(outcome.lineage, "parent_id") == ["r0", "r0", "r1"]
    assert len(set(cells(outcome.kept, "row_id"))) == 3


def test_reasoning_is_taken_when_asked_for():
    kept = extract(extract_content=False, extract_reasoning_content=True)(THREE).kept

    assert cells(kept, "test_parser_reasoning_content") == ["why a", None, None]


def test_lists_can_stay_in_their_rows():
    outcome = extract(expand_lists=False)(THREE)

    assert cells(outcome.kept, "row_id") == ["r0", "r1"]
    assert cells(outcome.kept, "test_parser_content") == [["a", "b"], ["c"]]
    assert outcome.lineage.num_rows == 0


@pytest.mark.parametrize("expand_lists", [True, False])
def test_a_row_without_a_message_is_rejected(expand_lists):  # sdg_hub 38
    outcome = extract(expand_lists=expand_lists)(table(said=[[], None, [message("c")]]))

    assert cells(outcome.kept, "test_parser_content") == (["c"] if expand_lists else [["c"]])
    assert reasons(outcome.rejected) == {"r0": "empty_list", "r1": "null_value"}


def test_a_field_that_no_message_has_is_null():
    kept = extract(extract_reasoning_content=True)(table(said=[[{"role": "user", "content": "a"}]])).kept

    assert cells(kept, "test_parser_reasoning_content") == [None]


def test_rows_in_pieces_are_read_like_rows_in_one():
    pieces = pa.concat_tables([THREE.slice(1), THREE.slice(0, 1)])

    assert cells(extract()(pieces).kept, "test_parser_content") == ["c", "a", "b"]
    assert cells(extract(expand_lists=False)(pieces).kept, "test_parser_content") == [["c"], ["a", "b"]]


def test_an_empty_table_keeps_its_columns():
    kept = extract()(THREE.slice(0, 0)).kept

    assert (kept.num_rows, kept.column_names) == (0, ["row_id", "said", "test_parser_content"])


def test_messages_of_several_parts_are_refused():
    with pytest.raises(ColumnsError, match=r"column 'said' holds list<.* Expected lists of messages"):
        extract()(table(said=[[{"role": "assistant", "content": [{"type": "text", "text": "a"}]}]]))


def test_a_column_of_something_else_is_refused():
    with pytest.raises(ColumnsError, match=r"column 'said' holds string. Expected lists of messages"):
        extract()(table(said=["hello"]))


def test_settings_that_take_nothing_are_refused():
    with pytest.raises(ValueError, match="nothing is extracted"):
        extract(extract_content=False)


def test_a_name_that_names_columns_is_part_of_the_identity():
    assert extract().settings != extract(name="other").settings
    assert extract(field_prefix="x_").settings == extract(field_prefix="x_", name="other").settings
