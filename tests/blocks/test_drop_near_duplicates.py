import pytest
from pydantic import ValidationError

from sdg_flows.blocks.drop_near_duplicates import DropNearDuplicatesBlock

from tables import cells, reasons, table

NEW = DropNearDuplicatesBlock(name="new", column="q")


def test_the_first_of_near_duplicates_stays_and_the_others_say_what_they_are_like():
    outcome = NEW(table(q=["Write a short poem about the sea", "Name ten rivers", "Write a SHORT poem about the sky!"]))

    assert cells(outcome.kept, "row_id") == ["r0", "r1"]
    assert reasons(outcome.rejected) == {"r2": "near_duplicate"}
    assert cells(outcome.rejected, "detail") == ["0.86 like r0"]


def test_short_texts_and_texts_of_other_scripts_are_compared_too():  # nemotron case C92, and item 20 of its summary
    outcome = NEW(table(q=["Explain recursion", "explain recursion", "写一首关于大海的诗", "写一首关于大海的诗。"]))

    assert cells(outcome.kept, "row_id") == ["r0", "r2"]


def test_a_row_that_left_takes_no_other_with_it():
    chain = table(q=["a b c d e f", "b c d e f g", "c d e f g h"])

    assert cells(DropNearDuplicatesBlock(name="new", column="q", threshold=0.8)(chain).kept, "row_id") == ["r0", "r2"]


def test_a_text_that_is_like_any_seed_leaves():
    rows = table(q=["Name ten long rivers", "Plan a picnic"], seed=["Plan a party", "Name ten rivers"])
    outcome = DropNearDuplicatesBlock(name="new", column="q", against=("seed",))(rows)

    assert cells(outcome.rejected, "detail") == ["0.86 like 'Name ten rivers'"]


def test_nulls_stay():
    assert cells(NEW(table(q=[None, None, ""])).kept, "row_id") == ["r0", "r1", "r2"]


def test_a_column_is_not_held_against_itself():
    with pytest.raises(ValidationError, match="'text' is the column itself"):
        DropNearDuplicatesBlock(name="new", column="text", against=("seed", "text"))
