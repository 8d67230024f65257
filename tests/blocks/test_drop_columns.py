from sdg_flows.blocks.drop_columns import DropColumnsBlock

from tables import table


def test_the_named_columns_are_removed_and_absent_names_ignored():  # conformance case C094
    wide = table(question=["q"], score=["1"], answer=["a"])
    outcome = DropColumnsBlock(name="drop", cols=("score", "evaluation"))(wide)

    assert outcome.kept.equals(table(question=["q"], answer=["a"]))


def test_a_column_need_not_be_there_to_be_dropped():
    columns = DropColumnsBlock(name="drop", cols=("evaluation",)).columns

    assert columns.missing(["question"]) == ()
