import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.human_review import VERDICT, HumanReviewBlock

from tables import cells, table

BLOCK = HumanReviewBlock(name="people_agree", show=("question",))
ROWS = table(question=["q0", "q1", "q2"], score=[1, 2, 3])


def verdicts(*said):
    return pa.table([[f"r{at}" for at in range(len(said))], *map(list, zip(*said, strict=True))], schema=VERDICT)


def test_people_see_the_columns_that_are_shown_and_the_id():
    assert BLOCK.summarize(ROWS).column_names == ["row_id", "question"]
    assert list(BLOCK.columns.needs) == ["question"]


def test_approved_rows_go_on_and_the_others_are_rejected_with_the_note():
    outcome = BLOCK.apply(ROWS, verdicts(("approved", None), ("rejected", "wrong"), ("rejected", None)))

    assert outcome.kept == ROWS.slice(0, 1)
    assert cells(outcome.rejected, "row_id") == ["r1", "r2"]
    assert cells(outcome.rejected, "reason") == ["not_approved", "not_approved"]
    assert cells(outcome.rejected, "detail") == ["wrong", None]


@pytest.mark.parametrize("column", ["row_id", "verdict", "note"])
def test_a_column_cannot_stand_for_what_people_say(column):
    with pytest.raises(ValidationError, match=f"each line has a '{column}' of its own; rename the column before"):
        HumanReviewBlock(name="people_agree", show=("question", column))


def test_where_nobody_is_asked_all_rows_go_on():
    assert BLOCK(ROWS).kept == ROWS
