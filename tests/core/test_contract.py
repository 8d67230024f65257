import pyarrow as pa
import pytest

from sdg_flows.core.contract import Contract, enforce
from sdg_flows.core.errors import ContractError

from tables import table

TEXT = Contract({"row_id", "a"}, {"a": pa.string()})


def test_a_table_that_keeps_its_contract_comes_back():
    whole = table(a=["x", None])

    assert enforce(whole, TEXT, "here") is whole


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (table(a=[1]), "here: expected column 'a' to have type String, got Int64"),
        (pa.table({"row_id": ["r"]}), "here: column 'a' not in dataframe"),
        (table(a=["x"], b=["y"]), "here: column 'b' not in DataFrameSchema"),
        (pa.table({"row_id": ["r", "r"], "a": ["x", "y"]}), "here: column 'row_id' not unique"),
        (pa.table({"row_id": pa.array([None], pa.string()), "a": ["x"]}), "here: non-nullable column 'row_id'"),
    ],
)
def test_a_table_that_breaks_it_is_named_with_what_was_found(broken, said):
    with pytest.raises(ContractError, match=said):
        enforce(broken, TEXT, "here")
