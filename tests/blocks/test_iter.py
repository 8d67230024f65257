from collections.abc import Sequence

import pyarrow as pa
import pytest

from sdg_flows.blocks.drop_duplicates import DropDuplicatesBlock
from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.filter_by_value import FilterByValueBlock
from sdg_flows.blocks.iter import IterBlock, IterTeacherBlock, iterated
from sdg_flows.blocks.llm import LLMBlock
from sdg_flows.blocks.row_multiplier import RowMultiplierBlock
from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.exchange import Answer
from sdg_flows.core.prompts import Prompt
from sdg_flows.core.table import child_id

from tables import cells, reasons, table

COPY = DuplicateColumnsBlock(name="copy", columns_map={"foo": "baz"})
FIRST = FilterByValueBlock.model_validate(
    {"name": "first", "filter_column": "foo", "filter_value": 1, "operation": "eq"}
)


def run(num_iters: int, inner: TableBlock, on: pa.Table) -> Outcome:
    block = iterated("again", num_iters, inner)
    assert isinstance(block, IterBlock)
    return block(on)


def ask(num_iters: int, **gen_kwargs: object) -> IterTeacherBlock:
    prompt = Prompt(source="About {{ topic }}", start_tags=("",), end_tags=("",))
    settings = {"name": "ask", "config_path": prompt, "output_cols": ["said"], "gen_kwargs": gen_kwargs}
    block = iterated("again", num_iters, LLMBlock.model_validate(settings))
    assert isinstance(block, IterTeacherBlock)
    return block


def answered(block: IterTeacherBlock, on: pa.Table) -> list[Answer]:
    asked = block.requests(on)
    return [Answer(f"k{at}", one.row_id, one.draw, "ok", f"said {at}") for at, one in enumerate(asked)]


@pytest.mark.parametrize(
    ("num_iters", "foo", "made"),
    [
        pytest.param(5, ["bar"], ["bar"] * 5, id="C086"),
        pytest.param(2, ["1", "2"], ["1", "2", "1", "2"], id="C086-order"),
        pytest.param(2, ["bar"], ["bar", "bar"], id="73"),
        pytest.param(0, ["bar"], [], id="C086-none"),
    ],
)
def test_all_rows_of_an_iteration_come_before_those_of_the_next(num_iters: int, foo: Sequence[str], made: list[str]):
    assert cells(run(num_iters, COPY, table(foo=foo)).kept, "baz") == made


def test_each_made_row_has_its_own_id_and_its_parent():
    outcome = run(2, COPY, table(foo=["1", "2"]))
    ids = [child_id("r0", 0), child_id("r1", 0), child_id("r0", 1), child_id("r1", 1)]

    assert cells(outcome.kept, "row_id") == ids
    assert outcome.lineage.to_pydict() == {
        "row_id": ids,
        "parent_id": ["r0", "r1", "r0", "r1"],
        "answer_key": [None] * 4,
    }


def test_rows_that_the_inner_block_makes_lead_to_the_row_that_came_in():
    outcome = run(2, RowMultiplierBlock(name="two", num_samples=2), table(foo=["x"]))

    assert cells(outcome.lineage, "row_id") == cells(outcome.kept, "row_id")
    assert len(set(cells(outcome.kept, "row_id"))) == 4
    assert set(cells(outcome.lineage, "parent_id")) == {"r0"}


def test_a_row_that_is_rejected_in_each_iteration_is_a_rejected_row_in_each():
    outcome = run(2, FIRST, table(foo=[2]))

    assert reasons(outcome.rejected) == dict.fromkeys([child_id("r0", 0), child_id("r0", 1)], "filter_not_met")
    assert cells(outcome.lineage, "parent_id") == ["r0", "r0"]


def test_without_an_iteration_every_row_is_rejected():
    outcome = run(0, COPY, table(foo=["1", "2"]))

    assert reasons(outcome.rejected) == {"r0": "no_iterations", "r1": "no_iterations"}
    assert outcome.kept.column_names == ["row_id", "foo", "baz"]


def test_the_whole_table_is_looked_at_when_the_inner_block_does():
    again = [iterated("again", 1, inner) for inner in (COPY, DropDuplicatesBlock(name="once", cols=("foo",)))]

    assert [block.whole_table for block in again] == [False, True]


def test_another_inner_block_makes_other_settings_and_its_name_does_not():
    renamed = DuplicateColumnsBlock(name="other", columns_map={"foo": "baz"})
    other = DuplicateColumnsBlock(name="copy", columns_map={"foo": "bar"})
    settings = [iterated("again", 2, inner).settings for inner in (COPY, renamed, other)]

    assert settings[0] == settings[1] != settings[2]


def test_each_iteration_has_draws_and_seeds_of_its_own():
    asked = ask(2, n=2, seed=7, temperature=1.0).requests(table(topic=["tides"]))

    assert [(one.draw, one.params["seed"]) for one in asked] == [(0, 7), (1, 8), (2, 9), (3, 10)]
    assert len({one.key("endpoint", "m", 0) for one in asked}) == 4


def test_at_temperature_0_equal_requests_stay_one_request():
    asked = ask(3).requests(table(topic=["tides"]))

    assert len({one.key("endpoint", "m", 0) for one in asked}) == 1


def test_answers_of_each_iteration_make_rows_of_their_own():
    block, topics = ask(2), table(topic=["tides", "moons"])
    outcome = block.read(topics, answered(block, topics))

    assert cells(outcome.kept, "said") == ["said 0", "said 1", "said 2", "said 3"]
    assert len(set(cells(outcome.kept, "row_id"))) == 4
    assert cells(outcome.lineage, "parent_id") == ["r0", "r1", "r0", "r1"]
    assert cells(outcome.lineage, "answer_key") == ["k0", "k1", "k2", "k3"]


def test_a_teacher_is_not_asked_without_an_iteration():
    block, topics = ask(0), table(topic=["tides"])
    outcome = block.read(topics, [])

    assert block.requests(topics) == []
    assert (outcome.kept.column_names, reasons(outcome.rejected)) == (
        ["row_id", "topic", "said"],
        {"r0": "no_iterations"},
    )
