import pytest
from pydantic import TypeAdapter, ValidationError

from sdg_flows.core.named_columns import Names, NewNames, OneName


@pytest.mark.parametrize(
    ("field", "written", "names"),
    [
        (OneName, "c", ("c",)),
        (OneName, ["c"], ("c",)),
        (Names, "c", ("c",)),
        (Names, [], ()),
        (NewNames, ["b"], ("b",)),
    ],
)
def test_a_name_stands_for_a_list_of_one(field, written, names):
    assert TypeAdapter(field).validate_python(written) == names


@pytest.mark.parametrize(("field", "written"), [(OneName, ["a", "b"]), (NewNames, []), (NewNames, ["row_id"])])
def test_names_that_do_not_fit_are_refused(field, written):
    with pytest.raises(ValidationError):
        TypeAdapter(field).validate_python(written)
