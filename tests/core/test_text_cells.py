import pytest

from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.text_cells import text_cells

from tables import table


@pytest.mark.parametrize(
    ("cells", "texts"), [(["a", None], ["a", None]), ([1.0, 2.5], ["1", "2.5"]), ([True, False], ["true", "false"])]
)
def test_cells_become_text_in_their_shortest_form(cells, texts):
    assert text_cells(table(c=cells), "c", "step").to_pylist() == texts


@pytest.mark.parametrize(("cell", "kind"), [(["a"], "list<.*>"), (b"\xff", "binary")])
def test_lists_and_other_bytes_have_no_text(cell, kind):
    said = rf"block 'step': column 'c' holds {kind}\. Expected text, numbers or booleans"
    with pytest.raises(ColumnsError, match=said):
        text_cells(table(c=[cell]), "c", "step")
