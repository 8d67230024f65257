import pyarrow as pa

from sdg_flows.core.parsing import Parsed
from sdg_flows.core.table import child_id
from sdg_flows.core.text_parsing_block import parse_rows, text_column

from tables import cells, reasons, table

said = table(a=[["1,2", "3"], ["x"]])


def numbers(text: str) -> Parsed:
    records = tuple((int(part),) for part in text.split(",") if part.isdigit())
    return Parsed(records, None if records else "no_match", None if records else f"in {text}")


def test_records_stand_by_row_then_text_then_place():
    outcome = parse_rows(said, text_column(said, "a", "read"), numbers, {"n": pa.int64()})

    assert cells(outcome.kept, "n") == [1, 2, 3]
    assert cells(outcome.kept, "row_id") == [child_id("r0", 0, 0), child_id("r0", 0, 1), child_id("r0", 1, 0)]


def test_an_unread_text_is_a_rejected_child_of_its_row_with_a_detail():
    outcome = parse_rows(said, text_column(said, "a", "read"), numbers, {"n": pa.int64()})

    assert reasons(outcome.rejected) == {child_id("r1", 0, 0): "no_match"}
    assert cells(outcome.rejected, "detail") == ["in x"]
    assert cells(outcome.lineage, "parent_id") == ["r0", "r0", "r0", "r1"]
