from collections.abc import Sequence

import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.filter_by_value import FilterByValueBlock
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, resolve_columns

from tables import cells, reasons, table


def keep(**config: object) -> FilterByValueBlock:
    return FilterByValueBlock.model_validate({"name": "keep", "filter_column": "c", **config})


@pytest.mark.parametrize(
    ("found", "config", "kept"),
    [
        pytest.param(
            ["25", "30", "35", "forty", "45"],
            {"filter_value": "30", "operation": "eq", "convert_dtype": "int"},
            [30],
            id="C061",
        ),
        pytest.param(
            ["25", "30", "35", "forty", "45"],
            {"filter_value": ["30", "35"], "operation": "eq", "convert_dtype": "int"},
            [30, 35],
            id="C062",
        ),
        pytest.param(["a", "b", "c"], {"filter_value": ["a", "b"], "operation": "ne"}, ["c"], id="C064"),
        pytest.param(
            ["1", "1.0", " 1 ", "0", "Score: 1", "1/1", ""],
            {"filter_value": 1.0, "operation": "eq", "convert_dtype": "float"},
            [1.0, 1.0, 1.0],
            id="C065",
        ),
        pytest.param(
            ["True", "False", "", "0"],
            {"filter_value": True, "operation": "eq", "convert_dtype": "bool"},
            [True],
            id="C067",
        ),
        pytest.param(
            ["John Doe", "Jane", "Bob", None],
            {"filter_value": ["John", "Jane"], "operation": "contains"},
            ["John Doe", "Jane"],
            id="C070",
        ),
        pytest.param(
            ["1", "2", "3"],
            {"filter_value": 2.0, "operation": "ge", "convert_dtype": "float"},
            [2.0, 3.0],
            id="C071",
        ),
        pytest.param(["a", "b"], {"filter_value": [], "operation": "eq"}, [], id="C074-no-values"),
        pytest.param(["a", "b"], {"filter_value": [], "operation": "ne"}, [], id="C074-no-values-ne"),
        pytest.param(
            ["nan", "1"],
            {"filter_value": 1.0, "operation": "ge", "convert_dtype": "float"},
            [1.0],
            id="C074-nan",
        ),
        pytest.param([float("nan"), 2.0], {"filter_value": 1.0, "operation": "ne"}, [2.0], id="nan-ne"),
        pytest.param([1, 2, 3], {"filter_value": 2, "operation": "lt"}, [1], id="lt"),
        pytest.param([1, 2, 3], {"filter_value": 2, "operation": "le"}, [1, 2], id="le"),
        pytest.param([1, 2, 3], {"filter_value": 2, "operation": "gt"}, [3], id="gt"),
        pytest.param(["YES", "NO"], {"filter_value": "YES", "operation": "operator.eq"}, ["YES"], id="operator.eq"),
        pytest.param(
            ["+7", "-7", "007", "7.0", "7" * 19],
            {"filter_value": -9, "operation": "gt", "convert_dtype": "int"},
            [7, -7, 7],
            id="int-spellings",
        ),
        pytest.param(
            ["yes", " NO ", "1", "maybe"],
            {"filter_value": ["true", "no"], "operation": "eq", "convert_dtype": "bool"},
            [True, False, True],
            id="bool-spellings",
        ),
    ],
)
def test_the_rows_that_meet_the_filter_are_kept(found: Sequence[object], config: dict[str, object], kept: list[object]):
    assert cells(keep(**config)(table(c=found)).kept, "c") == kept


@pytest.mark.parametrize(
    ("found", "config", "judged"),
    [
        (["2", "x"], {"filter_value": 2.0, "operation": "ge", "convert_dtype": "float"}, ("≥ 2", [2.0, None])),
        (["yes"], {"filter_value": True, "operation": "eq", "convert_dtype": "bool"}, ("= true", [True])),
        ([3, 1], {"filter_value": [1, 2], "operation": "in"}, ("= 1 or 2", [3, 1])),
        (["YES"], {"filter_value": "YES", "operation": "eq"}, None),
    ],
)
def test_numbers_and_booleans_are_told_as_scores_and_texts_are_not(found, config, judged):
    by = keep(**config).filter_cells(table(c=found))

    assert (by and (by.condition, by.cells.to_pylist())) == judged


def test_every_other_row_is_rejected_with_the_reason_why():
    scores = table(c=["1", "two", None, "3"])
    outcome = keep(filter_value=2, operation="ge", convert_dtype="float")(scores)

    assert reasons(outcome.rejected) == {"r0": "filter_not_met", "r1": "not_a_number", "r2": "null_value"}
    assert cells(outcome.kept, "row_id") == ["r3"]


def test_a_cell_that_is_no_word_for_true_or_false_is_rejected_as_such():
    outcome = keep(filter_value=True, operation="eq", convert_dtype="bool")(table(c=["maybe", "no"]))

    assert reasons(outcome.rejected) == {"r0": "not_a_boolean", "r1": "filter_not_met"}


@pytest.mark.parametrize("nulls", [pa.array([None], pa.string()), pa.nulls(1)], ids=["C068", "C068-untyped"])
@pytest.mark.parametrize(
    "config",
    [
        {"filter_value": 1.0, "operation": "eq", "convert_dtype": "float"},
        {"filter_value": 1.0, "operation": "eq", "convert_dtype": "float", "default_value": 1.0},
        {"filter_value": "a", "operation": "ne"},
        {"filter_value": "a", "operation": "contains"},
    ],
)
def test_a_null_cell_is_rejected_and_not_kept(nulls: pa.Array, config: dict[str, object]):
    outcome = keep(**config)(table(c=nulls))

    assert (outcome.kept.num_rows, reasons(outcome.rejected)) == (0, {"r0": "null_value"})


def test_a_cell_that_does_not_convert_counts_as_the_default_value():
    lenient = keep(filter_value=1, operation="le", convert_dtype="int", default_value="0")
    outcome = lenient(table(c=["1", "none", "2"]))

    assert cells(outcome.kept, "c") == [1, 0]
    assert reasons(outcome.rejected) == {"r2": "filter_not_met"}


@pytest.mark.parametrize(("dtype", "kind"), [("int", pa.int64()), ("float", pa.float64()), ("bool", pa.bool_())])
def test_a_converted_column_is_declared_and_kept_in_its_type(dtype: str, kind: pa.DataType):
    block = keep(filter_value=1, operation="eq", convert_dtype=dtype)

    assert block.columns.types == {"c": kind}
    assert block(table(c=["1"])).kept.schema.field("c").type == kind


def test_a_rejected_row_shows_its_cell_as_it_was():
    outcome = keep(filter_value=1, operation="eq", convert_dtype="float")(table(c=["Score: 1"]))

    assert cells(outcome.rejected, "row") == ['{"c": "Score: 1"}']


@pytest.mark.parametrize(
    ("found", "value", "text"),
    [
        pytest.param(
            ["1"],
            2.0,
            "block 'keep': column 'c' holds string, which cannot be compared with 2.0. Set convert_dtype: float.",
            id="C071",
        ),
        pytest.param(
            ["YES"],
            True,
            "block 'keep': column 'c' holds string, which cannot be compared with True. "
            "Put the value in quotes, or set convert_dtype: bool.",
            id="unquoted-yes",
        ),
        pytest.param(
            [1],
            "1",
            "block 'keep': column 'c' holds int64, which cannot be compared with '1'. Write the value without quotes.",
            id="number-text",
        ),
        pytest.param(
            [1],
            True,
            "block 'keep': column 'c' holds int64, which cannot be compared with True. Set convert_dtype: bool.",
            id="number-boolean",
        ),
        pytest.param(
            [True],
            "true",
            "block 'keep': column 'c' holds bool, which cannot be compared with 'true'. "
            "Write true or false without quotes.",
            id="boolean-text",
        ),
        pytest.param(
            [True],
            1,
            "block 'keep': column 'c' holds bool, which cannot be compared with 1. Write true or false.",
            id="boolean-number",
        ),
        pytest.param(
            [["a"]],
            "a",
            "block 'keep': column 'c' holds list<item: string>. Expected text, numbers or booleans.",
            id="list",
        ),
    ],
)
def test_a_column_that_cannot_be_compared_is_refused_with_what_mends_it(found: list[object], value: object, text: str):
    with pytest.raises(ColumnsError) as error:
        keep(filter_value=value, operation="eq")(table(c=found))

    assert str(error.value) == text


@pytest.mark.parametrize(
    ("config", "text"),
    [
        pytest.param({"convert_dtype": "str"}, "Input should be 'int', 'float' or 'bool'", id="C073"),
        pytest.param(
            {"operation": "contain"},
            "no operation 'contain'. Did you mean 'contains'? Operations: contains, eq, ge, gt, in, le, lt, ne",
            id="operation",
        ),
        pytest.param(
            {"filter_value": None},
            "a value is text, true, false or a number below 2**63; found None",
            id="value-null",
        ),
        pytest.param(
            {"filter_value": float("nan")},
            "a value is text, true, false or a number below 2**63; found nan",
            id="value-nan",
        ),
        pytest.param(
            {"filter_value": "forty", "convert_dtype": "int"}, "'forty' does not convert to int", id="value-dtype"
        ),
        pytest.param(
            {"default_value": "none", "convert_dtype": "bool", "filter_value": True},
            "'none' does not convert to bool",
            id="default-dtype",
        ),
        pytest.param(
            {"operation": "contains", "filter_value": 1},
            "operation contains looks for text in text: give text values and no convert_dtype",
            id="contains",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused(config: dict[str, object], text: str):
    with pytest.raises(ValidationError) as error:
        keep(**{"filter_value": "1", "operation": "eq", **config})

    assert error.value.errors()[0]["msg"].removeprefix("Value error, ") == text


def test_a_missing_column_is_named_before_anything_is_asked():
    step = PlacedBlock(keep(filter_value="a", operation="eq"), "flow.yaml:3")

    with pytest.raises(ColumnsError, match=r"flow\.yaml:3: block 'keep' needs column 'c'"):
        resolve_columns(Pipeline("p", "flow.yaml", (step,)), ["d"])


@pytest.mark.parametrize(
    ("said", "number"),
    [("Score: 2", 2.0), ("2 (good)", 2.0), ("2/3", 2.0), (" 3 out of 3\n", 3.0), ("**1.5**", 1.5), ("-1", -1.0)],
    ids=["C065-words-before", "words-after", "out-of", "out-of-in-words", "marks", "sign"],
)
def test_a_lenient_filter_reads_the_one_number_in_words(said, number):
    lenient = keep(filter_value=-9, operation="ge", convert_dtype="float", lenient_numbers=True)

    assert cells(lenient(table(c=[said])).kept, "c") == [number]


@pytest.mark.parametrize("said", ["between 1 and 3", "good", "", "2, then 3"])
def test_a_lenient_filter_guesses_nothing(said):
    lenient = keep(filter_value=0, operation="ge", convert_dtype="float", lenient_numbers=True)

    assert reasons(lenient(table(c=[said])).rejected) == {"r0": "not_a_number"}


def test_in_keeps_the_members_of_the_list():
    members = keep(filter_value=["science", "history"], operation="in")

    assert cells(members(table(c=["history", "art", "science fiction", "science"])).kept, "c") == ["history", "science"]
