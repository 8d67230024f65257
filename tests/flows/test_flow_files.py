import pytest

from flows.flow_files import FLOW_FILES, ROOT, name_of, pipeline_of
from sdg_flows.core.pipeline import needed_columns, resolve_columns
from sdg_flows.flowfile.auxiliary import auxiliary_instructions

FREEFORM = {"task_description", "seed_question", "seed_response"}
GROUNDED = FREEFORM | {"seed_context"}
PAIRS = {f"icl_{part}_{at}" for part in ("query", "response") for at in (1, 2, 3)}
KNOWLEDGE = {"domain", "document_outline", "document", "icl_document"} | PAIRS
MADE = {"raw_document", "dataset_type", "question", "response"}
STEPS = {"route", "analysis", "rubric", "critique", "plan", "judgement"}
VERSIONS = {"draft_response", "revised_response", "chosen_response"}
MARKS = {"evaluation", "helpfulness", "correctness", "coherence", "complexity", "verbosity", "overall"}
ANSWERED = {"question", "response"} | MARKS
CONTRACTS = {
    "simple/knowledge": (KNOWLEDGE, {"question", "response"}),
    "simple/grounded_skills": (GROUNDED, {"context", "question", "response"}),
    "simple/freeform_skills": (FREEFORM, {"question", "response"}),
    "full/knowledge": (KNOWLEDGE, MADE),
    "full/grounded_skills": (GROUNDED, {"context", "question", "response"}),
    "full/freeform_skills": (FREEFORM, {"question", "response"}),
    "llama/knowledge": (KNOWLEDGE, MADE),
    "llama/grounded_skills": (GROUNDED, {"context", "question", "response"}),
    "llama/freeform_skills": (FREEFORM, {"question", "response"}),
    "eval/mmlu_bench": ({"document"}, {"mmlubench_question", "mmlubench_answer"}),
    "annotation/emotion/simple": ({"prompt"}, {"output"}),
    "annotation/emotion/detailed_description": ({"prompt"}, {"output"}),
    "annotation/emotion/detailed_description_icl": ({"prompt"}, {"output"}),
    "routed/knowledge": (KNOWLEDGE, MADE | {"route"}),
    "improve/responses": ({"question", "response"}, STEPS | VERSIONS),
    "nemotron/answers": ({"question"}, ANSWERED),
    "nemotron/rewards": (
        {"question", "response"},
        {"helpfulness", "correctness", "coherence", "complexity", "verbosity", "reward"},
    ),
    "nemotron/open_qa": ({"domain"}, ANSWERED | {"topic", "subtopic", "draft", "revision"}),
    "nemotron/writing": ({"topic"}, ANSWERED | {"text_kind", "draft", "revision"}),
    "nemotron/closed_qa": ({"document"}, ANSWERED | {"task", "place"}),
    "nemotron/math": ({"school_level"}, ANSWERED | {"topic", "subtopic", "kind"}),
    "nemotron/code": ({"language"}, ANSWERED | {"topic", "subtopic", "level"}),
    "nemotron/two_turn": ({"question"}, {"persona", "messages"}),
    "nemotron/dialogue": ({"question"}, {"persona", "messages", "evaluation", "score"}),
    "nemotron/preference": ({"question"}, {"prompt", "chosen", "rejected", "response"}),
    "instruct/self_instruct": (
        {"instruction"},
        {"seed_instruction", "round", "is_classification", "context", "question", "response"},
    ),
    "instruct/evolve_once": ({"question"}, set()),
    "instruct/evol_instruct": ({"question"}, ANSWERED | {"seed_question", "generation"}),
    "rephrase/paraphrase": ({"document"}, {"paraphrased"}),
    "rephrase/distil": ({"document"}, {"distilled"}),
    "rephrase/passages": ({"document"}, {"passage"}),
    "rephrase/facts": ({"domain", "document"}, {"fact"}),
    "rephrase/diverse_qa": ({"document"}, {"question", "response"}),
}


def test_every_flow_file_has_a_contract():
    assert {name_of(path) for path in FLOW_FILES} == CONTRACTS.keys()


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_flow_file_needs_the_columns_of_its_contract_and_leaves_no_others(name):
    needs, adds = CONTRACTS[name]
    pipeline = pipeline_of(ROOT / f"{name}.yaml")

    assert set(needed_columns(pipeline)) == needs
    assert set(resolve_columns(pipeline, sorted(needs))[-1].columns) == needs | adds


@pytest.mark.parametrize("path", FLOW_FILES, ids=name_of)
def test_a_flow_file_loads_without_a_warning(path):
    assert pipeline_of(path).warnings == ()


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("full", {"spellcheck": 4}),
        ("llama", {"summary_detailed": 10, "summary_extractive": 10, "summary_atomic_facts": 10}),
        ("routed", {"summary_detailed": 10, "summary_extractive": 10, "summary_atomic_facts": 10}),
    ],
)
def test_each_version_of_a_document_has_instructions_of_its_own(name, counts):
    found = auxiliary_instructions(ROOT / name / "knowledge.yaml")

    assert {kind: len(set(texts)) for kind, texts in found.items()} == counts
