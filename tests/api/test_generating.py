"""Scripts written for InstructLab, with another import."""

import asyncio

import pytest

from orchestrate.project import lines
from sdg_flows import GenerateError, generate_data, generate_taxonomy, taxonomy_to_samples
from sdg_flows.orchestrate.plan import example_taxonomy


@pytest.fixture
def here(tmp_path, monkeypatch, prefect_server):
    """Work in the test's folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_taxonomy_becomes_a_folder_of_training_data(here):
    run = generate_data(taxonomy=example_taxonomy(), output_dir="data", num_instructions_to_generate=1)

    assert run.parent.name == "data"
    assert len(lines(run / "train.jsonl")) > 0


def test_the_stages_can_be_called_one_by_one(here):
    samples = taxonomy_to_samples(example_taxonomy(), "samples")
    made = generate_taxonomy(None, "samples", "generated", num_instructions_to_generate=1)

    assert sorted(path.name for path in made) == sorted(path.name for path in samples)
    assert {"question", "response", "leaf_node_path"} <= lines(made[0])[0].keys()


def test_it_can_be_called_from_async_code(here):
    async def called():
        return generate_data(output_dir="data", num_instructions_to_generate=1)

    assert (asyncio.run(called()) / "run.json").exists()


def test_a_taxonomy_that_is_not_there_is_a_generate_error(here):
    with pytest.raises(GenerateError, match="nowhere"):
        generate_data(taxonomy="nowhere")
