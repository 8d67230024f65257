from dataclasses import replace

import pyarrow as pa
import pytest

from inputs.leaves import knowledge_leaf
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.leaf import FolderSource, Leaf, Pair, SeedExample, Taxonomy
from sdg_flows.inputs.samples import taxonomy_tables

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
    return taxonomy_tables(Taxonomy(leaves), root / "work")


def rows(table: pa.Table) -> list[dict[str, str | None]]:
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
        ("created_by", "ada"),
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


def test_every_column_is_text_and_the_id_comes_first(tmp_path):
    leaf = skill(tmp_path, "compositional_skills/a", SeedExample((Pair("q", "a"),)))
    table = tables_of(tmp_path, leaf)["freeform_skills"]

    assert (table.column_names[0], set(table.schema.types)) == ("row_id", {pa.string()})


def test_leaves_whose_joined_paths_are_equal_have_distinct_names(tmp_path):
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
