import pytest

from outputs.mixes import write_recipe
from sdg_flows.core.errors import InputError
from sdg_flows.outputs.mixing.recipe import (
    Ingredient,
    Recipe,
    RecipeMetadata,
    read_recipe,
    read_resolved_recipe,
    recipe_text,
)

PEERS = """
datasets:
- path: node_datasets_2026/a_p07.jsonl
  sampling_size: 1.0
- path: /data/b.jsonl
  sampling_size: 30
metadata:
  sys_prompt: Be brief.
"""


def read(folder, text):
    file = folder / "recipe.yaml"
    file.write_text(text)
    return read_recipe(file)


def test_a_recipe_of_the_peer_is_read(tmp_path):
    assert read(tmp_path, PEERS) == Recipe(
        datasets=(
            Ingredient(path="node_datasets_2026/a_p07.jsonl", sampling_size=1.0),
            Ingredient(path="/data/b.jsonl", sampling_size=30),
        ),
        metadata=RecipeMetadata(sys_prompt="Be brief."),
    )


def test_a_recipe_that_was_written_is_read_as_it_was(tmp_path):
    recipe = read(tmp_path, PEERS)

    assert read(tmp_path, recipe_text(recipe)) == recipe
    assert recipe_text(recipe) == PEERS.strip()


@pytest.mark.parametrize("text", ["", "datasets: []", "metadata: {sys_prompt: Hi}"])
def test_a_recipe_may_name_no_data_set(tmp_path, text):
    assert read(tmp_path, text).datasets == ()


def test_one_row_and_all_rows_are_told_apart():
    recipe = Recipe(datasets=(Ingredient(path="a", sampling_size=1), Ingredient(path="b", sampling_size=1.0)))

    assert recipe.sizes([10, 10]) == [1, 10]


def test_weights_share_the_size_of_the_recipe():
    recipe = Recipe(datasets=(Ingredient(path="a", weight=3), Ingredient(path="b", weight=1)), size=100)

    assert recipe.sizes([10, 10]) == [75, 25]


def test_without_a_sampling_size_all_rows_are_taken():
    assert Recipe(datasets=(Ingredient(path="a"),)).sizes([7]) == [7]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("datasets:\n- path: a\n  sampling_size: 0", r"recipe.yaml:3: datasets.0.sampling_size: expected a number"),
        ("datasets:\n- path: a\n  sampling_size: true", r"recipe.yaml:3: datasets.0.sampling_size: .*found True"),
        ("datasets:\n- path: a\n  sampling_size: .inf", r"recipe.yaml:3: datasets.0.sampling_size: expected"),
        ("datasets:\n- sampling_size: 1", r"recipe.yaml:2: datasets.0.path: Field required"),
        ("datasets:\n- path: a\n  sampling: 1", r"recipe.yaml:3: datasets.0.sampling: there is no such key\. Did"),
        ("datasets:\n- path: a\n  weight: 1", r"a weight is a share of the recipe's 'size', which is missing"),
        ("size: 9\ndatasets:\n- path: a", r"with 'size', every data set has a 'weight' and no 'sampling_size'"),
        ("- a", r"recipe.yaml:1: the recipe: "),
        ("a: [", r"recipe.yaml:2: not readable as YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, text)


def test_a_recipe_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="the recipe cannot be read"):
        read_recipe(tmp_path / "none.yaml")


def test_placed_paths_hold_from_anywhere(tmp_path):
    paths = ("a.jsonl", "/data/b.jsonl", "s3://bucket/c.jsonl")
    write_recipe(tmp_path / "recipe.yaml", *(Ingredient(path=path) for path in paths))

    found = [one.path for one in read_resolved_recipe(tmp_path / "recipe.yaml").datasets]
    assert found == [str(tmp_path / "a.jsonl"), "/data/b.jsonl", "s3://bucket/c.jsonl"]
