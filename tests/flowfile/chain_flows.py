"""Flow files of the SDG Framework by their structure, with prompts of our own words, as a test's folder can hold them.

`FLOWS` gives the items of each; `write_package` lays them out as there: flows and configs beside each other, with the
paths of prompt files written from the package's top.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Item = dict[str, Any]

MIXTRAL = "mistralai/Mixtral-8x7B-Instruct-v0.1"
LLAMA = "meta-llama/Llama-3.3-70B-Instruct"
NEMOTRON = "nvidia/Llama-3_3-Nemotron-Super-49B-v1"
PAIRS = {
    "parser_name": "custom",
    "parsing_pattern": r"\[(?:Question|QUESTION)\](.*?)\[(?:Answer|ANSWER)\](.*?)(?=\[(?:Question|QUESTION)\]|$)",
    "parser_cleanup_tags": ["[END]"],
}
ICL = [f"icl_{what}" for what in ("query", "response", "analysis", "rubric", "critique", "plan", "revised_response")]
EXAMPLES = "icl_query_1 icl_query_2 icl_query_3 icl_response_1 icl_response_2 icl_response_3"
WHOLE = ""

PROMPTS: Mapping[str, tuple[str, str | None]] = {
    "annotations/simple": ("simple_task_description prompt", WHOLE),
    "annotations/detailed_description": ("task_description prompt", WHOLE),
    "annotations/detailed_description_icl": ("task_description seed_question seed_response prompt", WHOLE),
    "knowledge/simple_generate_qa": (f"domain {EXAMPLES} document", WHOLE),
    "knowledge/mcq_generation": ("document_outline document", "Question,Answer"),
    "knowledge/generate_questions_responses": (f"domain document_outline document icl_document {EXAMPLES}", None),
    "knowledge/generate_code_questions_responses": (f"document icl_document {EXAMPLES}", None),
    "knowledge/generate_questions": (f"domain document icl_document {EXAMPLES}", WHOLE),
    "knowledge/generate_responses": ("document question", WHOLE),
    "knowledge/evaluate_faithfulness": ("document response", "Explanation,Answer"),
    "knowledge/evaluate_relevancy": ("question response", "Feedback,Score"),
    "knowledge/evaluate_question": ("question", "Explanation,Rating"),
    "knowledge/router": ("document", WHOLE),
    "knowledge/detailed_summary": ("document", WHOLE),
    "knowledge/atomic_facts": ("domain document", WHOLE),
    "knowledge/extractive_summary": ("document", WHOLE),
    "skills/simple_freeform": ("task_description seed_question seed_response", WHOLE),
    "skills/simple_grounded": ("task_description seed_context seed_question seed_response", WHOLE),
    "skills/freeform_questions": ("num_samples task_description seed_question", "Question"),
    "skills/evaluate_question": ("task_description question", "Evaluation,Score"),
    "skills/freeform_responses": ("question seed_question seed_response", "Response"),
    "skills/evaluate_pair": ("question response", "Evaluation,Score"),
    "skills/contexts": ("task_description seed_context", "Context"),
    "skills/grounded_questions": ("num_samples task_description seed_context seed_question context", "Question"),
    "skills/evaluate_grounded_question": ("task_description context question", "Evaluation,Score"),
    "skills/grounded_responses": ("context question seed_context seed_question seed_response", "Response"),
    "skills/evaluate_grounded_pair": ("context question response", "Evaluation,Score"),
    "skills/router": ("question", WHOLE),
    "skills/analyzer": ("question icl_query icl_analysis icl_rubric", "Analysis,Rubric"),
    "skills/critic": ("question response analysis rubric icl_critique", "Critique"),
    "skills/planner": ("question response critique icl_plan", "Plan"),
    "skills/revised_responder": ("question response plan icl_revised_response", "Revised Response"),
    "skills/judge": ("question response revised_response", "Judgement,Verdict"),
}
"""The variables and tags of each prompt file: none when it has no tags, an empty text for the whole answer."""


def write_package(folder: Path) -> dict[str, Path]:
    """Write every flow file and prompt file, and give the flow files by name."""
    for name, (variables, tags) in PROMPTS.items():
        _dump(folder / f"configs/{name}.yaml", _prompt(variables, tags))
    for route in "ABCDEFGH":
        _dump(folder / f"configs/skills/_{route}_.yaml", {name: f"{name} of {route}" for name in ICL})
    return {name: _dump(folder / f"flows/{name}.yaml", items) for name, items in FLOWS.items()}


def _prompt(variables: str, tags: str | None) -> Mapping[str, Any]:
    text = " ".join(f"{{{{ {name} }}}}" for name in variables.split())
    fields = {"system": "Help.", "introduction": "Read this.", "principles": None, "examples": ""}
    if tags is None:
        return {**fields, "generation": text}
    starts = [f"[Start of {tag}]" if tag else "" for tag in tags.split(",")]
    return {
        **fields,
        "generation": text,
        "start_tags": starts,
        "end_tags": [it.replace("Start", "End") for it in starts],
    }


def _dump(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, sort_keys=False), "utf-8")
    return path


def _item(kind: str, name: str, config: Mapping[str, Any], **beside: object) -> Item:
    return {"block_type": kind, "block_config": {"block_name": name, **config}, **beside}


def _ask(name: str, prompt: str, outputs: str, model: str = MIXTRAL, gen: object = None, **more: Any) -> Item:
    beside = {key: more.pop(key) for key in ("drop_columns", "drop_duplicates") if key in more}
    settings = {"config_path": f"configs/{prompt}.yaml", "model_id": model, "output_cols": outputs.split()}
    return _item("LLMBlock", name, {**settings, **more}, **({"gen_kwargs": gen} if gen else {}), **beside)


def _filter(name: str, column: str, operation: str, value: object, *drops: str, **more: object) -> Item:
    settings = {"filter_column": column, "filter_value": value, "operation": operation, **more}
    return _item("FilterByValueBlock", name, settings, **({"drop_columns": [*drops]} if drops else {}))


def _emotion(prompt: str) -> list[Item]:
    labels = {"guided_choice": ["joy", "sadness", "anger", "fear", "love"]}
    gen = {"max_tokens": 5, "temperature": 0, "extra_body": labels}
    return [_ask("gen_responses", f"annotations/{prompt}", "output", gen=gen, drop_duplicates=["prompt"])]


def _whole(name: str, prompt: str) -> list[Item]:
    return [_ask(name, prompt, "output", gen={"temperature": 0.7, "max_tokens": 2048}, drop_duplicates=["output"])]


def _judged(model: str = MIXTRAL, *, filtered: bool = True, **more: object) -> Iterator[Item]:
    """Yield the three judges of a knowledge pair, each with its filter."""
    gen = {"max_tokens": 2048}
    yield _ask("eval_faithfulness_qa_pair", "knowledge/evaluate_faithfulness", "explanation judgment", model, gen)
    if filtered:
        yield _filter("filter_faithfulness", "judgment", "operator.eq", "YES", "judgment", "explanation", **more)
    yield _ask("eval_relevancy_qa_pair", "knowledge/evaluate_relevancy", "feedback score", model, gen)
    if filtered:
        number = {"convert_dtype": "float", **more}
        yield _filter("filter_relevancy", "score", "operator.eq", 2.0, "feedback", "score", **number)
    yield _ask("eval_verify_question", "knowledge/evaluate_question", "explanation rating", model, gen)
    if filtered:
        drops = ("explanation", "rating", "__index_level_0__")
        yield _filter(
            "filter_verify_question", "rating", "operator.eq", 1.0, *drops, **{"convert_dtype": "float", **more}
        )


def _summaries(model: str, *between: Item, tokens: int = 2048) -> Iterator[Item]:
    """Yield the steps from a document to its three summaries and itself, one a row."""
    kinds = ("detailed_summary", "atomic_facts", "extractive_summary")
    columns = ("summary_detailed", "summary_atomic_facts", "summary_extractive")
    yield _item("DuplicateColumns", "duplicate_document_col", {"columns_map": {"document": "base_document"}})
    for kind, column in zip(kinds, columns, strict=True):
        yield _ask(f"gen_{kind}", f"knowledge/{kind}", column, model, {"max_tokens": tokens})
        yield from ({**it, "block_config": {**it["block_config"], "column_name": column}} for it in between)
    melted = {"var_cols": [*columns, "base_document"], "value_name": "summary", "var_name": "dataset_type"}
    yield _item("FlattenColumnsBlock", "flatten_summary_columns", melted)
    renamed = {"columns_map": {"document": "raw_document", "summary": "document"}}
    yield _item("RenameColumns", "rename_to_document_column", renamed)


def _routed_knowledge() -> Iterator[Item]:
    one = {"temperature": 0, "max_tokens": 1, "extra_body": {"allowed_token_ids": [32001, 32002, 32003]}}
    yield _ask(
        "router", "knowledge/router", "route", "text-classifier-knowledge-v3-clm", one, batch_kwargs={"num_procs": 8}
    )
    yield _item("SetToMajorityValue", "SetClassifierValue", {"col_name": "route"})
    yield from _summaries(MIXTRAL)
    prose, code = (f"configs/knowledge/generate_{it}questions_responses.yaml" for it in ("", "code_"))
    settings = {
        "config_paths": {"_A_": prose, "_B_": prose, "_C_": code},
        "selector_column_name": "route",
        "model_id": MIXTRAL,
        "model_prompt": "<s> [INST] {prompt} [/INST]",
        "output_cols": ["question", "response"],
        "parser_kwargs": PAIRS,
    }
    beside = {"gen_kwargs": {"max_tokens": 2048}, "drop_duplicates": ["question"]}
    yield _item("ConditionalLLMBlock", "knowledge generation", settings, **beside)
    yield from _judged()


def _skills(*, grounded: bool) -> Iterator[Item]:
    gen = {"temperature": 0.7, "max_tokens": 2048, "n": 10, "seed": 42}
    kind, infix, count = ("grounded", "grounded_", 3) if grounded else ("freeform", "", 30)
    if grounded:
        yield _ask("gen_contexts", "skills/contexts", "context", gen=gen, drop_duplicates=["context"])
    more = {"batch_kwargs": {"num_samples": count}, "drop_duplicates": ["question"]}
    yield _ask(f"gen_{infix}questions", f"skills/{kind}_questions", "question", **more)
    yield _ask(f"eval_{infix}questions", f"skills/evaluate_{infix}question", "evaluation score")
    drops = ("evaluation", "score", "num_samples")
    yield _filter(f"filter_{infix}questions", "score", "operator.eq", 1.0, *drops, convert_dtype="float")
    yield _ask(f"gen_{infix}responses", f"skills/{kind}_responses", "response")
    yield _ask(f"evaluate_{infix}qa_pair", f"skills/evaluate_{infix}pair", "evaluation score")
    last = () if grounded else ("evaluation", "score")
    yield _filter(f"filter_{infix}qa_pair", "score", "operator.ge", 2.0, *last, convert_dtype="float")
    if grounded:
        both = {"columns": ["context", "question"], "output_col": "question"}
        idle = {"batch_kwargs": {"num_procs": 8, "batched": True}}
        yield _item("CombineColumnsBlock", "combine_question_and_context", {**both, **idle})


def _agentic() -> Iterator[Item]:
    one = {"temperature": 0, "max_tokens": 1, "extra_body": {"allowed_token_ids": [*range(32001, 32009)]}}
    yield _ask("router", "skills/router", "route", "skill-classifier-v3-clm", one)
    paths = [f"configs/skills/_{route}_.yaml" for route in "ABCDEFGH"]
    yield _item("SamplePopulatorBlock", "icl_populator", {"config_paths": paths, "column_name": "route"})
    model_prompt = {"model_prompt": "<s> [INST] {prompt} [/INST]"}
    yield _ask("analyzer", "skills/analyzer", "analysis rubric", **model_prompt)
    yield _ask("critic", "skills/critic", "critique", **model_prompt)
    yield _ask("planner", "skills/planner", "plan", **model_prompt)
    yield _ask("revised_responder", "skills/revised_responder", "revised_response", **model_prompt, drop_columns=ICL)
    yield _ask("judge", "skills/judge", "judgement verdict", **model_prompt)
    yield _filter("filter_judgement", "verdict", "operator.contains", ["Assistant A", "Assistant B"])
    choice = {"choice_map": {"Assistant A": "response", "Assistant B": "revised_response"}, "choice_col": "verdict"}
    beside = {"drop_columns": ["judgemnent", "verdict"]}
    yield _item("SelectorBlock", "response_selector", {**choice, "output_col": "chosen_reponse"}, **beside)


def _llama() -> Iterator[Item]:
    yield from _summaries(LLAMA)
    gen = {"temperature": 0.0, "max_tokens": 2048}
    prompt, more = "knowledge/generate_questions_responses", {"parser_kwargs": PAIRS, "drop_duplicates": ["question"]}
    yield _ask("knowledge generation", prompt, "question response", LLAMA, gen, **more)
    yield from _judged(LLAMA)


def _nemotron(*, reasoning: bool) -> Iterator[Item]:
    strip = _item("PostProcessThinkingBlock", "post_process_thinking", {})
    pattern = {"parser_cleanup_tags": ["[END]"]} if reasoning else {key: PAIRS[key] for key in [*PAIRS][1:]}
    gen = {"temperature": 0.6, "top_p": 0.95, "max_tokens": 4096}
    yield from _summaries(NEMOTRON, strip, tokens=4096)
    if reasoning:
        yield _ask("question generation", "knowledge/generate_questions", "question", NEMOTRON, {**gen, "n": 5})
        yield {**strip, "block_config": {**strip["block_config"], "column_name": "question"}}
        yield _ask("answer generation", "knowledge/generate_responses", "answer", NEMOTRON, {**gen, "n": 1})
        yield _item(
            "RegexParserBlock", "clean_answer", {"column_name": "answer", "output_cols": ["response"], **pattern}
        )
    else:
        yield _ask("knowledge generation", "knowledge/generate_questions", "qa_pairs", NEMOTRON, {**gen, "n": 5})
        yield {**strip, "block_config": {**strip["block_config"], "column_name": "qa_pairs"}}
        columns = {"column_name": "qa_pairs", "output_cols": ["question", "response"]}
        yield _item("RegexParserBlock", "parse_pairs", {**columns, **pattern})
    yield from _judged(NEMOTRON, filtered=False)


_PAIR = _ask(
    *("gen_knowledge", "knowledge/generate_questions_responses", "question response"),
    gen={"max_tokens": 2048},
    parser_kwargs=PAIRS,
    drop_duplicates=["question"],
)

FLOWS: Mapping[str, list[Item]] = {
    "annotation/emotion/simple": _emotion("simple"),
    "annotation/emotion/detailed_description": _emotion("detailed_description"),
    "annotation/emotion/detailed_description_icl": _emotion("detailed_description_icl"),
    "generation/knowledge/simple_knowledge": _whole("gen_knowledge", "knowledge/simple_generate_qa"),
    "generation/knowledge/mmlu_bench": [
        _ask(
            *("gen_mmlu_knowledge", "knowledge/mcq_generation", "mmlubench_question mmlubench_answer"),
            gen={"temperature": 0, "max_tokens": 2048},
            drop_duplicates=["mmlubench_question"],
        )
    ],
    "generation/knowledge/synth_knowledge": [_PAIR, *_judged(batch_kwargs={"num_procs": 8})],
    "generation/knowledge/synth_knowledge1.5": [*_routed_knowledge()],
    "generation/skills/simple_freeform_skill": _whole("gen_skill_freeform", "skills/simple_freeform"),
    "generation/skills/simple_grounded_skill": _whole("gen_skill_grounded", "skills/simple_grounded"),
    "generation/skills/synth_skills": [*_skills(grounded=False)],
    "generation/skills/questions_and_answers": [[*_skills(grounded=False)][step] for step in (0, 2, 3)],
    "generation/skills/synth_grounded_skills": [*_skills(grounded=True)],
    "generation/skills/agentic_improve_skill": [*_agentic()],
    "examples/synth_knowledge1.5_llama3.3": [*_llama()],
    "examples/synth_knowledge1.5_nemotron": [*_nemotron(reasoning=False)],
    "examples/synth_knowledge_reasoning_nemotron": [*_nemotron(reasoning=True)],
}
"""The twelve flows that came with it, three of its examples, and one that is three steps of another."""
