from collections import Counter

import fsspec
import pytest

from outputs.mixes import rows_in, talk, ten, write_recipe, write_rows
from sdg_flows.core.errors import DiskError, InputError
from sdg_flows.outputs.mixing.mix import Mixed, mix_datasets
from sdg_flows.outputs.mixing.recipe import Ingredient


def ids(folder, size, rows=None, **options):
    """Mix one data set of ten rows, and give the ids of the mix."""
    write_rows(folder / "a.jsonl", ten() if rows is None else rows)
    recipe = write_recipe(folder / "recipe.yaml", Ingredient(path="a.jsonl", sampling_size=size))
    mix_datasets(recipe, folder / "mix.jsonl", **options)
    return [row["id"] for row in rows_in(folder / "mix.jsonl")]


@pytest.mark.parametrize(
    ("size", "often"),
    [
        pytest.param(1.0, {1: 10}, id="C113"),
        pytest.param(0.5, {1: 5}, id="C115"),
        pytest.param(2.0, {2: 10}, id="C116"),
        pytest.param(1, {1: 1}, id="one row"),
        pytest.param(13, {1: 7, 2: 3}, id="more than there are"),
    ],
)
def test_a_sampling_size_gives_exactly_its_rows(tmp_path, size, often):
    assert Counter(Counter(ids(tmp_path, size)).values()) == often


def test_rows_keep_their_order_and_a_seed_decides_which(tmp_path):
    first = ids(tmp_path, 5)

    assert first == sorted(first) == ids(tmp_path, 5)
    assert ids(tmp_path, 5, seed=7) != first


def test_two_data_sets_of_one_length_are_not_sampled_alike(tmp_path):
    for name in ("a", "b"):
        write_rows(tmp_path / f"{name}.jsonl", ten(name))
    halves = [Ingredient(path=f"{name}.jsonl", sampling_size=0.5) for name in ("a", "b")]
    mix_datasets(write_recipe(tmp_path / "recipe.yaml", *halves), tmp_path / "mix.jsonl")

    mixed = [row["id"] for row in rows_in(tmp_path / "mix.jsonl")]
    assert [one[1:] for one in mixed[:5]] != [one[1:] for one in mixed[5:]]


def test_the_prompt_of_the_call_goes_before_that_of_the_recipe(tmp_path):
    write_rows(tmp_path / "a.jsonl", ten())
    recipe = write_recipe(tmp_path / "recipe.yaml", Ingredient(path="a.jsonl"), sys_prompt="Recipe.")
    said = []
    for prompt in (None, "Call."):
        mix_datasets(recipe, tmp_path / "mix.jsonl", system_prompt=prompt)
        said.append({row["messages"][0]["content"] for row in rows_in(tmp_path / "mix.jsonl")})

    assert said == [{"Recipe."}, {"Call."}]


def test_rows_with_an_empty_message_are_left_out_and_counted(tmp_path):
    write_rows(tmp_path / "a.jsonl", [talk("Q", "A"), talk("Q", ""), talk("", "A")])
    recipe = write_recipe(tmp_path / "recipe.yaml", Ingredient(path="a.jsonl"))

    assert mix_datasets(recipe, tmp_path / "mix.jsonl") == Mixed(rows=1, left_out=2)


def test_a_data_set_may_lie_elsewhere(tmp_path):  # C130
    with fsspec.open("memory://mixing/a.jsonl", "w") as file:
        file.write('{"messages": []}\n')
    write_rows(tmp_path / "b.jsonl", ten())
    paths = ("memory://mixing/a.jsonl", str(tmp_path / "b.jsonl"))
    (tmp_path / "sub").mkdir()
    recipe = write_recipe(tmp_path / "sub" / "recipe.yaml", *(Ingredient(path=path) for path in paths))

    assert mix_datasets(recipe, tmp_path / "mix.jsonl") == Mixed(rows=11, left_out=0)


def test_an_empty_recipe_writes_nothing(tmp_path):
    assert mix_datasets(write_recipe(tmp_path / "recipe.yaml"), tmp_path / "mix.jsonl") == Mixed(0, 0)
    assert not (tmp_path / "mix.jsonl").exists()


def test_rows_asked_of_an_empty_data_set_are_refused_and_the_old_mix_stays(tmp_path):
    (tmp_path / "mix.jsonl").write_text("old")

    with pytest.raises(InputError, match=r"a\.jsonl: 5 rows are asked of a data set that has none"):
        ids(tmp_path, 5, rows=[])
    assert (tmp_path / "mix.jsonl").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "mix.jsonl", "recipe.yaml"}


def test_a_place_that_cannot_be_written_is_a_disk_error(tmp_path):
    write_rows(tmp_path / "a.jsonl", ten())
    recipe = write_recipe(tmp_path / "recipe.yaml", Ingredient(path="a.jsonl"))

    with pytest.raises(DiskError, match="the mix cannot be written"):
        mix_datasets(recipe, tmp_path / "a.jsonl" / "mix.jsonl")
