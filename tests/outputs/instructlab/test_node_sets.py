from outputs.records import made, run
from sdg_flows.core.rows import Rows
from sdg_flows.outputs.instructlab.node_sets import benchmark_leaves, conversations, knowledge_leaves, skill_leaves

from tables import table

FROM_TAXONOMY = table(leaf_node_path=["a"])


def of_taxonomy(**columns):
    return made(table(**columns, leaf_node_path=["a"]), inputs=FROM_TAXONOMY)


QUESTIONS = of_taxonomy(question=["Q"], response=["A"])
DOCUMENTS = of_taxonomy(document=["D"], output=["Q? A"])
BENCHMARK = of_taxonomy(document=["D"], mmlubench_question=["Q"], mmlubench_answer=["A)"])


def test_a_leaf_is_a_skill_knowledge_or_a_benchmark_by_its_columns():
    record = run(QUESTIONS, DOCUMENTS, BENCHMARK)

    assert skill_leaves(record) == {"a": [QUESTIONS.rows]}
    assert [leaf.by_pipeline for leaf in knowledge_leaves(record).values()] == [[DOCUMENTS.rows]]
    assert benchmark_leaves(record) == {"a": [BENCHMARK.rows]}


def test_a_table_has_no_leaves():
    record = run(made(QUESTIONS.rows.table(), inputs=table(seed_question=["Q"])))

    assert (skill_leaves(record), knowledge_leaves(record), benchmark_leaves(record)) == ({}, {}, {})


def test_conversations_hold_the_context_once_and_leave_out_blank_answers():
    rows = table(context=["C", "C", "C"], question=["Q", "C\n\nQ", "Q"], response=["A", "A", ""])

    found = conversations([Rows.of(rows)], run(), "S")
    assert [row["messages"][1]["content"] for row in found] == ["Q\nC", "C\n\nQ"]  # C121
