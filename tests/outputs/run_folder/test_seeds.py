from outputs.records import made, run
from sdg_flows.outputs.run_folder.seeds import seed_rows
from sdg_flows.outputs.run_folder.system_prompts import DEFAULT

from tables import table


def asked(*inputs):
    return [(row["user"], row["assistant"]) for row in seed_rows(run(*(made(inputs=one) for one in inputs)))]


def test_a_skill_gives_its_seed_examples():
    skill = table(seed_question=["Q1", "Q2"], seed_response=["A1", "A2"])

    assert [list(row.items()) for row in seed_rows(run(made(inputs=skill)))] == [
        [("user", "Q1"), ("assistant", "A1"), ("system", DEFAULT)],
        [("user", "Q2"), ("assistant", "A2"), ("system", DEFAULT)],
    ]


def test_a_grounded_skill_gives_its_context_after_the_question():
    assert asked(table(seed_question=["Q"], seed_response=["A"], seed_context=["C"])) == [("Q\nC", "A")]


def test_a_knowledge_leaf_gives_each_question_with_its_document_once_however_many_chunks():
    columns = {f"icl_{kind}_{at}": [f"{kind[0]}{at}"] * 2 for at in (1, 2, 10) for kind in ("query", "response")}
    chunks = table(document=["chunk 1", "chunk 2"], icl_document=["D", "D"], **columns)

    assert asked(chunks) == [("q1\nD", "r1"), ("q2\nD", "r2"), ("q10\nD", "r10")]


def test_one_record_in_two_pipelines_is_given_once():
    skill = table(seed_question=["Q"], seed_response=["A"])

    assert asked(skill, skill) == [("Q", "A")]


def test_equal_questions_on_two_documents_are_two_records():
    leaf = table(icl_document=["D1", "D2"], icl_query_1=["Q", "Q"], icl_response_1=["A", "A"])

    assert asked(leaf) == [("Q\nD1", "A"), ("Q\nD2", "A")]


def test_examples_without_a_question_or_an_answer_are_left_out():
    skill = table(seed_question=["Q1", None, "Q3"], seed_response=[None, "A2", " "])

    assert asked(skill, table(icl_query_1=["Q"], icl_document=["D"])) == []


def test_a_table_without_seed_examples_gives_none():
    assert asked(table(text=["t"])) == []
