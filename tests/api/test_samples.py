import json
import re

import pytest

from outputs.mixes import rows_in
from sdg_flows.api.samples import leaf_files, read_samples, taxonomy_to_samples
from sdg_flows.core.errors import DiskError, InputError, SettingsError
from sdg_flows.inputs.taxonomy import read_taxonomy
from sdg_flows.inputs.taxonomy_tables import taxonomy_tables

SKILL = """
version: 2
task_description: rhyme
created_by: someone
seed_examples:
  - {question: Q1, answer: A1}
  - {question: Q2, answer: A2}
  - {question: Q3, answer: A3}
  - {question: Q4, answer: A4}
  - {question: Q5, answer: A5}
"""


@pytest.fixture
def taxonomy(tmp_path):
    """Write a taxonomy of two skill leaves, one of them with contexts."""
    grounded = re.sub(r"(Q\d), ", r"\1, context: about \1, ", SKILL)
    for name, text in {"rhymes": SKILL, "notes": grounded}.items():
        leaf = tmp_path / "taxonomy" / "compositional_skills" / name
        leaf.mkdir(parents=True)
        (leaf / "qna.yaml").write_text(text)
    return tmp_path / "taxonomy"


@pytest.fixture
def samples(taxonomy, tmp_path):
    """Return the files of the taxonomy's seed rows."""
    return taxonomy_to_samples(taxonomy, tmp_path / "samples", work_dir=tmp_path / "work")


def test_each_leaf_becomes_a_file_of_its_seed_rows(samples):
    notes, rhymes = sorted(samples)

    assert (notes.name, rhymes.name) == ("compositional_skills_notes.jsonl", "compositional_skills_rhymes.jsonl")
    assert [row["seed_question"] for row in rows_in(rhymes)] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert {row["leaf_node_type"] for row in rows_in(notes)} == {"grounded_skill"}
    assert rows_in(notes)[0]["seed_context"] == "about Q1"


def test_written_rows_are_read_as_the_tables_of_the_taxonomy(samples, taxonomy, tmp_path):
    tables = taxonomy_tables(read_taxonomy(taxonomy), tmp_path / "work").tables
    read = read_samples(tmp_path / "samples")

    assert {kind: sorted(table["row_id"].to_pylist()) for kind, table in read.items()} == {
        kind: sorted(table["row_id"].to_pylist()) for kind, table in tables.items()
    }
    assert {kind: table.column_names for kind, table in read.items()} == {
        kind: table.column_names for kind, table in tables.items()
    }


def test_a_file_of_an_earlier_call_is_replaced(samples, taxonomy, tmp_path):
    for path in samples:
        path.write_text("old")

    assert len(rows_in(taxonomy_to_samples(taxonomy, tmp_path / "samples", work_dir=tmp_path / "work")[0])) == 5


def test_leaves_of_one_kind_are_one_table(samples, tmp_path):
    other = tmp_path / "samples" / "more.jsonl"
    other.write_text(json.dumps({"leaf_node_type": "freeform_skill", "leaf_node_path": "more", "seed_question": "Q"}))

    assert {kind: table.num_rows for kind, table in read_samples(tmp_path / "samples").items()} == {
        "grounded_skills": 5,
        "freeform_skills": 6,
    }


def test_a_folder_without_files_is_refused_with_what_writes_them(tmp_path):
    with pytest.raises(SettingsError, match=r"holds no \.jsonl files of rows; taxonomy_to_samples writes them"):
        leaf_files(tmp_path, "taxonomy_to_samples")


@pytest.mark.parametrize("row", [{"q": "Q"}, {"leaf_node_type": "other"}, {"leaf_node_type": None, "q": "Q"}])
def test_a_file_that_does_not_say_the_kind_of_its_leaf_is_refused(tmp_path, row):
    (tmp_path / "leaf.jsonl").write_text(json.dumps(row))

    with pytest.raises(SettingsError, match=r"leaf\.jsonl: expected a column 'leaf_node_type' with one of knowledge, "):
        read_samples(tmp_path)


def test_a_torn_file_is_refused_with_its_line(tmp_path):
    (tmp_path / "leaf.jsonl").write_text('{"leaf_node_type": "knowledge"}\n{"leaf')

    with pytest.raises(InputError, match=r"leaf\.jsonl:2: this line is not a whole JSON value"):
        read_samples(tmp_path)


def test_a_folder_that_cannot_be_written_is_a_disk_error(taxonomy, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DiskError, match="the seed rows cannot be written"):
        taxonomy_to_samples(taxonomy, tmp_path / "file", work_dir=tmp_path / "work")
