import asyncio

import openai
import pytest
from datasets import Dataset

from orchestrate.project import seeds
from sdg_flows import GenerateError, Pipeline


@pytest.fixture
def pipeline(project, teacher, monkeypatch):
    """Return the project's flow file as a pipeline, asked through a client."""
    monkeypatch.chdir(project.folder)
    return Pipeline.from_file("flow.yaml", openai.OpenAI(base_url=teacher.url, api_key="key-of-a-client"))


def test_a_data_set_becomes_a_data_set_with_the_columns_added(pipeline):
    made = pipeline.generate(Dataset.from_list(seeds(8)))

    assert made.column_names == ["seed_question", "seed_response", "question", "response", "score"]
    assert 0 < len(made) <= 8


def test_the_same_call_again_asks_nothing(pipeline, teacher):
    first = pipeline.generate(Dataset.from_list(seeds(8)))
    asked = len(teacher.prompts)

    assert pipeline.generate(Dataset.from_list(seeds(8))).to_list() == first.to_list()
    assert len(teacher.prompts) == asked


def test_it_can_be_called_where_a_loop_is_running(pipeline):
    async def called():
        return pipeline.generate(Dataset.from_list(seeds(4)))

    assert len(asyncio.run(called())) > 0


def test_the_key_of_the_client_is_the_one_that_is_sent(pipeline, teacher):
    pipeline.generate(Dataset.from_list(seeds(4)))

    assert {exchange.key for exchange in teacher.exchanges} == {"key-of-a-client"}


def test_it_says_which_columns_it_needs(pipeline):
    assert pipeline.needs == ("seed_question",)


def test_a_data_set_without_them_is_refused_and_nothing_is_asked(pipeline, teacher):
    with pytest.raises(GenerateError, match="seed_question"):
        pipeline.generate(Dataset.from_list([{"text": "x"}]))
    assert teacher.prompts == []
