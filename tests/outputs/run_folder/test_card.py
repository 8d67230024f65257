import pytest
import yaml

from outputs.records import answered, gone, made, run
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.run_folder.card import build_card, card_markdown, hub_licence, size_category
from sdg_flows.outputs.summary import summarize

from tables import table

ONE = made(
    answered("Q1", "Q2", leaf_node_path=["a", "a"]),
    inputs=table(leaf_node_path=["a", "a"], source=["tides_[1].md"] * 2, licence=["CC BY-SA 4.0", "Mine"]),
    rejected=[gone("r1"), gone("r1", "duplicate"), gone("r0")],
)


def text(record, test=1):
    files = {"train.jsonl": FileFacts(2, ""), "test.jsonl": FileFacts(test, ""), "messages.jsonl": FileFacts(2, "")}
    return card_markdown(build_card(record, summarize(record), files))


def front(record, test=1):
    before, matter, _ = text(record, test).split("---\n", 2)
    assert before == ""
    return yaml.safe_load(matter)


def test_the_front_matter_says_to_the_hub_what_to_load():
    splits = [{"split": "train", "path": "train.jsonl"}, {"split": "test", "path": "test.jsonl"}]

    assert front(run(ONE)) == {
        "license": ["cc-by-sa-4.0", "other"],
        "size_categories": ["n<1K"],
        "tags": ["synthetic", "sdg_flows"],
        "configs": [
            {"config_name": "default", "data_files": splits},
            {"config_name": "messages", "data_files": [{"split": "train", "path": "messages.jsonl"}]},
        ],
    }


def test_a_file_without_rows_is_no_split():
    assert front(run(ONE), test=0)["configs"][0]["data_files"] == [{"split": "train", "path": "train.jsonl"}]


def test_sources_without_a_licence_are_unknown():
    assert front(run(made(inputs=table(n=[1]))))["license"] == "unknown"


@pytest.mark.parametrize(
    "said",
    [
        "| Suite | simple |",
        "| Teacher | http://localhost:8000/v1 |",
        "| Model | granite |",
        r"| Version of sdg\_flows | 0.1.0 |",
        "| simple/knowledge.yaml | not known |",
        "| **Rows kept** | **2** |",
        "| **Rows rejected** | **3** |",
        "| Rejected: low\\_score | 2 |\n| Rejected: duplicate | 1 |",
        "| a | 2 |",
        r"- tides\_\[1\].md",
        "Licences of the sources: CC BY-SA 4.0, Mine.",
    ],
)
def test_the_card_says_how_the_rows_were_made_and_from_what(said):
    assert said in text(run(ONE))


def test_the_card_says_that_a_table_went_in():
    assert "The rows of a table that was given to the run." in text(run(made(inputs=table(n=[1]))))


@pytest.mark.parametrize("offline", [True, False])
def test_rows_of_the_offline_teacher_are_not_for_training(offline):
    assert ("**Not for training.**" in text(run(ONE, teacher_is_offline=offline))) is offline


def test_of_many_documents_a_hundred_are_named():
    many = made(inputs=table(source=[f"{at:03}.md" for at in range(1102)]))

    assert "- 099.md\n- and 1,002 more\n" in text(run(many))


@pytest.mark.parametrize(("rows", "word"), [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (10**9, "1B<n<10B")])
def test_a_size_has_the_hubs_word(rows, word):
    assert size_category(rows) == word


@pytest.mark.parametrize(
    ("licence", "name"), [("Apache-2.0", "apache-2.0"), ("CC  BY 4.0", "cc-by-4.0"), ("X", "other")]
)
def test_a_licence_has_the_hubs_name(licence, name):
    assert hub_licence(licence) == name
