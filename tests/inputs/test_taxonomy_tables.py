from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from benchmarks.written_documents import pdf
from inputs.leaves import knowledge_leaf
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.leaf import FolderSource, Leaf, Pair, SeedExample, Taxonomy
from sdg_flows.inputs.taxonomy_tables import taxonomy_tables

from tables import cells


def skill(root, path: str, *examples: SeedExample) -> Leaf:
    knowledge = knowledge_leaf(root, FolderSource(".", (), 1), path)
    kind = "grounded_skill" if examples[0].context else "freeform_skill"
    none = {"domain": None, "document_outline": None, "document": None}
    return replace(knowledge, kind=kind, task_description="rhyme", seed_examples=examples, **none)


def knowledge(root, path: str, texts: dict[str, str], *examples: SeedExample) -> Leaf:
    leaf = knowledge_leaf(root, FolderSource(".", ("*.md",), 5), path)
    for name, text in texts.items():
        (leaf.file.parent / name).write_text(text)
    return replace(leaf, seed_examples=examples) if examples else leaf


def tables_of(root, *leaves: Leaf) -> dict[str, pa.Table]:
    return dict(taxonomy_tables(Taxonomy(leaves), root / "work").tables)


def rows(table: pa.Table) -> list[dict[str, Any]]:
    return table.drop_columns(["row_id"]).to_pylist()


def test_a_freeform_skill_has_a_row_for_each_example(tmp_path):
    leaf = skill(tmp_path, "compositional_skills/a", SeedExample((Pair("q", "a"),)), SeedExample((Pair("r", "b"),)))
    table = tables_of(tmp_path, leaf)["freeform_skills"]

    assert list(rows(table)[0].items()) == [
        ("task_description", "rhyme"),
        ("seed_question", "q"),
        ("seed_response", "a"),
        ("leaf_node_type", "freeform_skill"),
        ("leaf_node_path", "compositional_skills_a"),
        ("created_by", "ada"),
        ("licence", None),
    ]
    assert cells(table, "seed_question") == ["q", "r"]


def test_a_grounded_skill_has_its_context_before_the_question(tmp_path):
    leaf = skill(tmp_path, "compositional_skills/a", SeedExample((Pair("q", "a"),), "c"))
    (row,) = rows(tables_of(tmp_path, leaf)["grounded_skills"])

    assert list(row.items())[:4] == [
        ("task_description", "rhyme"),
        ("seed_context", "c"),
        ("seed_question", "q"),
        ("seed_response", "a"),
    ]


def test_knowledge_has_a_row_for_each_chunk_and_example_chunk_after_chunk(tmp_path):
    examples = [SeedExample(tuple(Pair(f"{name}q{at}", f"{name}a{at}") for at in range(3)), name) for name in "xy"]
    leaf = knowledge(tmp_path, "knowledge/tides", {"a.md": "# A\n\na\n\n# B\n\nb", "c.md": "c"}, *examples)
    table = tables_of(tmp_path, leaf)["knowledge"]

    assert list(rows(table)[0].items()) == [
        ("document", "# A\n\na"),
        ("icl_document", "x"),
        ("document_outline", "about tides"),
        ("domain", "tides"),
        ("leaf_node_type", "knowledge"),
        ("icl_query_1", "xq0"),
        ("icl_response_1", "xa0"),
        ("icl_query_2", "xq1"),
        ("icl_response_2", "xa1"),
        ("icl_query_3", "xq2"),
        ("icl_response_3", "xa2"),
        ("leaf_node_path", "knowledge_tides"),
        ("source", "knowledge/tides/a.md"),
        ("document_title", "A"),
        ("heading_path", "A"),
        ("page", None),
        ("created_by", "ada"),
        ("licence", None),
    ]
    assert [f"{(row['document'] or '')[-1]}{row['icl_document']}" for row in rows(table)] == [
        "ax",
        "ay",
        "bx",
        "by",
        "cx",
        "cy",
    ]


@pytest.mark.parametrize(("counts", "width"), [((1,), 3), ((3, 5), 5)])
def test_pairs_that_an_example_lacks_are_null(tmp_path, counts, width):
    examples = [SeedExample(tuple(Pair("q", "a") for _ in range(count)), "c") for count in counts]
    table = tables_of(tmp_path, knowledge(tmp_path, "knowledge/t", {"a.md": "x"}, *examples))["knowledge"]

    assert [name for name in table.column_names if "query" in name] == [f"icl_query_{at + 1}" for at in range(width)]
    assert cells(table, f"icl_response_{width}")[0] is None


def test_every_column_but_the_page_is_text_and_the_id_comes_first(tmp_path):
    table = tables_of(tmp_path, knowledge(tmp_path, "knowledge/t", {"a.md": "x"}))["knowledge"]

    assert table.column_names[0] == "row_id"
    assert [field for field in table.schema if field.type != pa.string()] == [pa.field("page", pa.int64())]


def test_chunks_of_a_pdf_have_the_page_where_they_start(tmp_path):
    leaf = knowledge(tmp_path, "knowledge/t", {})
    (leaf.file.parent / "a.pdf").write_bytes(pdf(["Up."] * 200, ["# D", *["Down."] * 200], title="Tides"))
    leaf = replace(leaf, document=FolderSource(".", ("*.pdf",), 5))
    table = tables_of(tmp_path, leaf)["knowledge"]

    assert cells(table, "page") == [1, 1, 2, 2]
    assert set(cells(table, "document_title")) == {"Tides"}


def test_rows_have_the_licence_of_their_leaf(tmp_path):
    leaf = replace(knowledge(tmp_path, "knowledge/t", {"a.md": "x"}), licence="CC0-1.0")

    assert cells(tables_of(tmp_path, leaf)["knowledge"], "licence") == ["CC0-1.0"]


def test_where_a_row_comes_from_is_no_part_of_its_id(tmp_path):
    leaf = knowledge(tmp_path, "knowledge/t", {"a.md": "x"})
    (first,) = cells(tables_of(tmp_path, leaf)["knowledge"], "row_id")
    (leaf.file.parent / "a.md").rename(leaf.file.parent / "b.md")

    assert cells(tables_of(tmp_path, replace(leaf, licence="MIT"))["knowledge"], "row_id") == [first]


def test_leaves_whose_joined_paths_are_equal_have_distinct_names(tmp_path):  # C134
    paths = ["compositional_skills/a/b_c", "compositional_skills/a/b/c", "compositional_skills/a_b/c"]
    taken = "compositional_skills/a_b_c-2"
    leaves = [skill(tmp_path, path, SeedExample((Pair("q", "a"),))) for path in (*paths, taken)]
    table = tables_of(tmp_path, *leaves)["freeform_skills"]

    assert cells(table, "leaf_node_path") == [
        "compositional_skills_a_b_c-3",
        "compositional_skills_a_b_c",
        "compositional_skills_a_b_c-4",
        "compositional_skills_a_b_c-2",
    ]


def test_only_kinds_with_leaves_have_a_table(tmp_path):
    assert list(tables_of(tmp_path, knowledge(tmp_path, "knowledge/t", {"a.md": "x"}))) == ["knowledge"]


def test_the_document_problems_of_all_leaves_are_raised_at_once(tmp_path):
    with pytest.raises(InputError) as raised:
        tables_of(tmp_path, knowledge(tmp_path, "knowledge/t", {}), knowledge(tmp_path, "knowledge/s", {}))

    assert [problem.file for problem in raised.value.problems] == ["knowledge/s/qna.yaml", "knowledge/t/qna.yaml"]


def test_a_document_that_cannot_be_read_is_set_aside_and_so_is_a_leaf_without_another(tmp_path):
    good = knowledge(tmp_path, "knowledge/a", {"a.md": "x", "b.md": " "})
    bare = knowledge(tmp_path, "knowledge/b", {"c.md": ""})
    samples = taxonomy_tables(Taxonomy((good, bare)), tmp_path)

    assert [problem.file.split("knowledge/")[1] for problem in samples.set_aside] == ["a/b.md", "b/c.md", "b/qna.yaml"]
    assert samples.set_aside[2].text == "none of its documents can be read; the leaf is left out"
    assert cells(samples.tables["knowledge"], "source") == ["knowledge/a/a.md"]


def test_when_no_document_can_be_read_and_nothing_else_is_there_the_taxonomy_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"a\.md: the document has no text\nknowledge/t/qna\.yaml: none of its"):
        tables_of(tmp_path, knowledge(tmp_path, "knowledge/t", {"a.md": ""}))


def test_skills_go_on_when_no_document_can_be_read(tmp_path):
    leaf = skill(tmp_path, "compositional_skills/a", SeedExample((Pair("q", "a"),)))

    assert list(tables_of(tmp_path, leaf, knowledge(tmp_path, "knowledge/t", {"a.md": ""}))) == ["freeform_skills"]
