from sdg_flows.core.column_choice import choose_cells, has_known_choice

from tables import table


def test_choices_are_compared_as_text():
    assert has_known_choice(table(v=[1, 2, None]), "v", {"1": "a"}, block="x").to_pylist() == [True, False, False]


def test_cells_of_mapped_columns_share_a_type_that_holds_them_all():
    cells = choose_cells(
        table(v=["A", "B"], a=[1, 2], b=[0.5, 1.5]), "v", {"A": "a", "B": "b"}, block="x", output_col="y"
    )

    assert cells.to_pylist() == [1.0, 1.5]
