from sdg_flows.blocks.draw_examples import DrawExamplesBlock

from tables import cells, table

THREE = DrawExamplesBlock(name="draw", column="text", num_examples=3, output_col="examples")


def test_a_row_gets_different_texts_of_others_and_never_its_own():
    texts = [f"text {at}" for at in range(100)]
    lists = cells(THREE(table(text=texts)).kept, "examples")

    assert all(len(set(one)) == 3 and own not in one for own, one in zip(texts, lists, strict=True))
    assert len({text for one in lists for text in one}) > 80


def test_few_different_texts_make_short_lists():
    lists = cells(THREE(table(text=["a", "a", "b", None])).kept, "examples")

    assert [sorted(one) for one in lists] == [["b"], ["b"], ["a"], ["a", "b"]]


def test_equal_rows_draw_the_same_again_and_another_seed_draws_others():
    rows = table(text=[f"text {at}" for at in range(50)])
    other = THREE.model_copy(update={"random_seed": 1})

    assert THREE(rows).kept == THREE(rows).kept
    assert THREE(rows).kept != other(rows).kept


def test_a_row_gets_its_one_example_though_the_texts_are_few():
    drawn = DrawExamplesBlock(name="draw", column="q", num_examples=1, output_col="examples")
    rows = table(q=[f"text {at % 5}" for at in range(2000)])

    assert {len(examples) for examples in cells(drawn(rows).kept, "examples")} == {1}
