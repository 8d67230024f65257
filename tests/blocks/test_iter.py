import pytest

from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.filter_by_value import FilterByValueBlock
from sdg_flows.blocks.iter import IterBlock, IterTeacherBlock, iterated
from sdg_flows.blocks.llm import LLMBlock
from sdg_flows.core.exchange import Answer
from sdg_flows.core.prompts import Prompt

from tables import cells, reasons, table

COPY = DuplicateColumnsBlock(name="copy", columns_map={"foo": "baz"})
ASK = LLMBlock.model_validate(
    {
        "name": "ask",
        "config_path": Prompt(source="{{ foo }}", start_tags=("",), end_tags=("",)),
        "output_cols": ["said"],
        "gen_kwargs": {"temperature": 1, "n": 2, "seed": 7},
    }
)


@pytest.mark.parametrize(("rows", "times", "made"), [(["x"], 5, ["x"] * 5), (["1", "2"], 2, ["1", "2", "1", "2"])])
def test_the_rows_of_each_iteration_follow_one_another(rows, times, made):  # C086
    outcome = iterated("iter", times, COPY)(table(foo=rows))

    assert cells(outcome.kept, "baz") == made
    assert len(set(cells(outcome.kept, "row_id"))) == len(made)


def test_every_row_of_an_iteration_is_a_child_of_its_row():
    outcome = iterated("iter", 2, COPY)(table(foo=["x", "y"]))
    parents = dict(zip(cells(outcome.lineage, "row_id"), cells(outcome.lineage, "parent_id"), strict=True))

    assert [parents[row_id] for row_id in cells(outcome.kept, "row_id")] == ["r0", "r1", "r0", "r1"]


def test_a_row_that_every_iteration_rejects_is_rejected_as_often():
    keep = FilterByValueBlock.model_validate(
        {"name": "k", "filter_column": "foo", "filter_value": "x", "operation": "eq"}
    )
    outcome = iterated("iter", 2, keep)(table(foo=["x", "y"]))

    assert cells(outcome.kept, "foo") == ["x", "x"]
    assert list(reasons(outcome.rejected).values()) == ["filter_not_met"] * 2


def test_no_iteration_rejects_every_row():
    outcome = iterated("iter", 0, COPY)(table(foo=["x"]))

    assert (outcome.kept.num_rows, outcome.kept.column_names) == (0, ["row_id", "foo", "baz"])
    assert reasons(outcome.rejected) == {"r0": "no_iterations"}


def test_each_iteration_asks_with_draws_and_seeds_of_its_own():
    asked = iterated("iter", 2, ASK).requests(table(foo=["x"]))

    assert [(request.draw, request.params["seed"]) for request in asked] == [(0, 7), (1, 8), (2, 9), (3, 10)]


def test_each_answer_is_read_by_its_own_iteration():
    block, rows = iterated("iter", 2, ASK), table(foo=["x"])
    answers = [Answer(f"k{at}", one.row_id, one.draw, "ok", str(at)) for at, one in enumerate(block.requests(rows))]

    assert cells(block.read(rows, answers).kept, "said") == ["0", "1", "2", "3"]


def test_an_iteration_asks_the_teacher_when_its_inner_block_does():
    assert isinstance(iterated("iter", 1, ASK), IterTeacherBlock)
    assert isinstance(iterated("iter", 1, COPY), IterBlock)
