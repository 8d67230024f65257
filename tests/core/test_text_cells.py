import pytest

from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.text_cells import text_cells

from tables import table


@pytest.mark.parametrize(
    ("cells", "texts"), [(["a", None], ["a", None]), ([1.0, 2.5], ["1", "2.5"]), ([True, False], ["true", "false"])]
)
def test_cells_become_text_in_their_shortest_form(cells, texts):
    assert text_cells(table(c=cells), "c", "step").to_pylist() == texts


def test_lists_have_no_text():
    with pytest.raises(ColumnsError, match=r"block 'step': column 'c' holds list.*Expected text, numbers or booleans"):
        text_cells(table(c=[["a"]]), "c", "step")
