from typing import Any

import pyarrow as pa
import pytest
from pydantic import ValidationError

from sdg_flows.blocks.sample_populator import SamplePopulatorBlock
from sdg_flows.core.prompts import ChatFormat, Prompt

from tables import cells, reasons, table

DRINKS = {
    "drinks/coffee.yaml": {"preferred_temperature": "hot"},
    "drinks/coffee_v2.yaml": {"preferred_temperature": "iced"},
    "drinks/tea.yaml": {"preferred_temperature": "hot", "leaves": 2},
    "drinks/water.still.yaml": {"preferred_temperature": "cold"},
}


class Folder:
    """A folder of mapping files, held in memory."""

    def mapping(self, path: str) -> dict[str, Any]:
        return DRINKS[path]

    def prompt(self, path: str) -> Prompt:
        raise KeyError(path)

    def chat_format(self, block_family: str | None) -> ChatFormat | None:
        return None

    def scaled_draws(self) -> int:
        return 1


def populate(*paths: str, **config: object) -> SamplePopulatorBlock:
    settings = {"name": "populate", "column_name": "drink", "config_paths": list(paths), **config}
    return SamplePopulatorBlock.model_validate(settings, context={"files": Folder()})


def test_each_row_gets_the_mapping_of_its_key():  # conformance case C085
    block = populate("drinks/coffee.yaml", "drinks/tea.yaml", "drinks/water.still.yaml")
    outcome = block(table(drink=["coffee", "tea", "water"]))

    assert outcome.kept.equals(
        table(
            drink=["coffee", "tea", "water"],
            preferred_temperature=["hot", "hot", "cold"],
            leaves=[None, 2, None],
        )
    )


def test_a_post_fix_chooses_the_file_and_not_the_key():  # conformance case C085
    outcome = populate("drinks/coffee.yaml", post_fix="v2")(table(drink=["coffee"]))

    assert cells(outcome.kept, "preferred_temperature") == ["iced"]


def test_a_row_whose_key_is_unknown_is_rejected():  # conformance case C085
    outcome = populate("drinks/coffee.yaml")(table(drink=["coffee", "milk", None]))

    assert cells(outcome.kept, "row_id") == ["r0"]
    assert reasons(outcome.rejected) == {"r1": "unknown_key", "r2": "unknown_key"}


def test_a_mapping_overwrites_columns_of_its_names():
    outcome = populate("drinks/coffee.yaml")(table(preferred_temperature=["?"], drink=["coffee"]))

    assert outcome.kept.equals(table(preferred_temperature=["hot"], drink=["coffee"]))


def test_the_keys_of_all_mappings_are_declared_with_their_types():
    columns = populate("drinks/coffee.yaml", "drinks/tea.yaml").columns

    assert (columns.needs, columns.adds) == (("drink",), ("preferred_temperature", "leaves"))
    assert columns.types == {"preferred_temperature": pa.string(), "leaves": pa.int64()}


def test_mappings_can_be_given_directly():
    block = SamplePopulatorBlock(name="populate", column_name="level", config_paths={"1": {"word": "low"}})

    assert cells(block(table(level=[1])).kept, "word") == ["low"]


def test_two_files_with_one_key_are_refused():
    with pytest.raises(ValidationError, match=r"two files have the key 'tea'; the second is 'more/tea.green.yaml'"):
        populate("drinks/tea.yaml", "more/tea.green.yaml")


def test_one_key_with_values_of_different_types_is_refused():
    with pytest.raises(ValidationError, match="key 'size' holds values of different types"):
        SamplePopulatorBlock(name="p", column_name="drink", config_paths={"a": {"size": 1}, "b": {"size": "big"}})


def test_a_single_path_is_refused():
    with pytest.raises(ValidationError, match=r"config_paths is a list of paths; found 'drinks/tea\.yaml'"):
        populate(config_paths="drinks/tea.yaml")
