import pytest

from outputs.mixes import talk, write_rows
from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.mixing.precomputed import upsampled_size, with_precomputed
from sdg_flows.outputs.mixing.recipe import Ingredient, Recipe, RecipeMetadata

OWN = RecipeMetadata(sys_prompt="Own.")


@pytest.mark.parametrize(("precomputed", "size"), [(0, 1.0), (100, 1.0), (1000, 30), (10000, 300)])  # C130
def test_five_rows_against_many_are_upsampled_to_three_percent(precomputed, size):
    assert (upsampled_size(5, precomputed), type(upsampled_size(5, precomputed))) == (size, type(size))


@pytest.mark.parametrize(("upsample", "size"), [(True, 30), (False, 1.0)])
def test_precomputed_data_sets_go_first_and_knowledge_is_upsampled_if_asked(tmp_path, upsample, size):
    write_rows(tmp_path / "many.jsonl", [talk("Q", "A")] * 1000)
    write_rows(tmp_path / "k_p10.jsonl", [talk("Q", "A")] * 5)
    many, skill = Ingredient(path=str(tmp_path / "many.jsonl"), sampling_size=0.1), Ingredient(path="s.jsonl")
    knowledge = Ingredient(path=str(tmp_path / "k_p10.jsonl"), sampling_size=1.0)

    found = with_precomputed(
        Recipe(datasets=(skill, knowledge), metadata=OWN), Recipe(datasets=(many,)), upsample=upsample
    )
    upped = knowledge.model_copy(update={"sampling_size": size})
    assert found == Recipe(datasets=(many, skill, upped), metadata=OWN)


def test_a_size_that_was_chosen_is_left(tmp_path):
    write_rows(tmp_path / "many.jsonl", [talk("Q", "A")] * 1000)
    chosen = Recipe(datasets=(Ingredient(path="k_p10.jsonl", sampling_size=1),))
    many = Recipe(datasets=(Ingredient(path=str(tmp_path / "many.jsonl")),))

    assert with_precomputed(chosen, many, upsample=True).datasets[1].sampling_size == 1


def test_weighted_recipes_are_mixed_alone():
    weighted = Recipe(datasets=(Ingredient(path="a", weight=1),), size=9)

    with pytest.raises(SettingsError, match="a recipe with 'size' is mixed alone"):
        with_precomputed(Recipe(), weighted, upsample=False)
