"""Flow files of sdg_hub by their structure, with prompts of our own words, as a test's folder can hold them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Item = dict[str, Any]

OSS = "hosted_vllm/openai/gpt-oss-120b"


def write_flows(folder: Path) -> dict[str, Path]:
    """Write every flow file with its prompt files beside it, and give the flow files by name."""
    for name, items in FLOWS.items():
        for config in (it["block_config"] for it in items if "prompt_config_path" in it["block_config"]):
            asked = " ".join(f"{{{{ {variable} }}}}" for variable in _variables(config["input_cols"]))
            turns = [{"role": "system", "content": "Help."}, {"role": "user", "content": f"Read this: {asked}"}]
            _dump(folder / name / config["prompt_config_path"], turns)
        metadata = {"name": name, "version": "2.0.0", "recommended_models": {"default": "openai/gpt-oss-120b"}}
        _dump(folder / name / "flow.yaml", {"metadata": metadata, "blocks": items})
    return {name: folder / name / "flow.yaml" for name in FLOWS}


def _variables(columns: Any) -> list[str]:
    if isinstance(columns, Mapping):
        return [*columns.values()]
    return [columns] if isinstance(columns, str) else columns


def _dump(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, sort_keys=False), "utf-8")


def _item(kind: str, name: str, inputs: object, outputs: object = None, **more: object) -> Item:
    columns = {"input_cols": inputs} | ({} if outputs is None else {"output_cols": outputs})
    return {"block_type": kind, "block_config": {"block_name": name, **columns, **more}}


def _asked(what: str, inputs: object, *, extract: Mapping[str, Any] | None = None, **gen: object) -> Iterator[Item]:
    """Yield the three steps that ask for something: its texts are in `extract_<what>_content`."""
    prompt, raw = f"{what}_prompt", f"raw_{what}"
    path = {"prompt_config_path": f"{what}.yaml", "format_as_messages": True}
    yield _item("PromptBuilderBlock", f"build_{what}", inputs, prompt, **path)
    yield _item("LLMChatBlock", f"ask_{what}", prompt, raw, async_mode=True, max_tokens=2048, **gen)
    yield _item("LLMResponseExtractorBlock", f"extract_{what}", raw, **(extract or {}), extract_content=True)


def _tagged(what: str, outputs: list[str]) -> Item:
    tags = {"start_tags": [f"[{it}]" for it in outputs], "end_tags": [f"[/{it}]" for it in outputs]}
    return _item("TagParserBlock", f"parse_{what}", f"extract_{what}_content", outputs, **tags)


def _faithful() -> Iterator[Item]:
    yield from _asked("faithfulness", ["document", "response"], temperature=0.0, n=1)
    yield _tagged("faithfulness", ["explanation", "judgment"])
    yield _item("ColumnValueFilterBlock", "keep_faithful", ["judgment"], [], filter_value="YES", operation="eq")


def _detailed_summary() -> Iterator[Item]:
    yield _item("DuplicateColumnsBlock", "keep_document", {"document": "base_document"})
    yield from _asked("summary", ["document"], temperature=0.7, n=50, extract={"expand_lists": True})
    renamed = {"document": "raw_document", "extract_summary_content": "document"}
    yield _item("RenameColumnsBlock", "summary_is_document", renamed)
    yield from _asked("question", ["domain", "document", "icl_document"], temperature=0.7, n=1)
    yield _tagged("question", ["question"])
    yield from _asked("answer", {"question": "asked", "document": "document"}, temperature=0.7, n=1)
    yield _tagged("answer", ["response"])
    yield from _faithful()


def _key_facts() -> Iterator[Item]:
    yield from _asked("facts", ["document"], temperature=0.7, n=1)
    yield _item("RegexParserBlock", "one_fact", "extract_facts_content", ["fact"], parsing_pattern=r"\d+\.\s+(.*)")
    yield from _asked("pairs", ["fact", "domain"], temperature=0.7, n=5)
    pattern = {"parsing_pattern": r"\[Q\](.*?)\[A\](.*?)(?=\[Q\]|$)", "parser_cleanup_tags": ["[END]"]}
    yield _item("RegexParserBlock", "one_pair", "extract_pairs_content", ["question", "response"], **pattern)


def _rag_evaluation() -> Iterator[Item]:
    yield from _asked("topic", "document", temperature=0.7)
    yield _item("RenameColumnsBlock", "name_topic", {"extract_topic_content": "topic"})
    yield from _asked("conceptual", ["document", "topic"], temperature=0.7)
    yield from _asked("evolved", {"extract_conceptual_content": "question"}, temperature=0.7)
    yield _item("RenameColumnsBlock", "name_question", {"extract_evolved_content": "question"})
    yield from _asked("answer", ["document", "question"], temperature=0.2)
    yield _item("RenameColumnsBlock", "name_answer", {"extract_answer_content": "response"})
    yield from _asked("critic", ["document", "question", "response"], temperature=0.0)
    yield _tagged("critic", ["explanation", "groundedness"])
    kept = {"filter_value": [4, 5], "operation": "eq", "convert_dtype": "int"}
    yield _item("ColumnValueFilterBlock", "keep_grounded", ["groundedness"], **kept)
    yield from _asked("context", ["document", "question", "response"], temperature=0.0)
    yield _item("RenameColumnsBlock", "name_context", {"extract_context_content": "ground_truth_context"})


def _text_analysis() -> Iterator[Item]:
    for what in ("summary", "keywords", "entities", "sentiment"):
        yield from _asked(what, ["text"], temperature=0.3)
        yield _tagged(what, [what])
    columns = ["summary", "keywords", "entities", "sentiment"]
    made = {"ensure_json_serializable": True, "pretty_print": False}
    yield _item("JSONStructureBlock", "put_together", columns, ["structured_insights"], **made)


def _red_team() -> Iterator[Item]:
    yield _item("RowMultiplierBlock", "more_rows", [], [], num_samples=10, shuffle=True, random_seed=1)
    kinds = ("category", "geography", "gender", "age", "medium", "style", "expertise", "language")
    for kind in kinds:
        yield _item("SamplerBlock", f"pick_{kind}", [f"{kind}_pool"], [kind], num_samples=1, return_scalar=True)
    schema = {"type": "object", "properties": {"prompt": {"type": "string"}}, "required": ["prompt"]}
    form = {"type": "json_schema", "json_schema": {"name": "prompt", "schema": schema}}
    yield from _asked("attack", [*kinds], temperature=1.0, response_format=form)
    drop = {"drop_input": True, "fix_trailing_commas": True, "extract_embedded": True}
    yield _item("JSONParserBlock", "read_attack", ["extract_attack_content"], ["prompt"], **drop)


FLOWS: Mapping[str, list[Item]] = {
    "detailed_summary": [*_detailed_summary()],
    "key_facts": [*_key_facts()],
    "rag_evaluation": [*_rag_evaluation()],
    "text_analysis": [*_text_analysis()],
    "red_team": [*_red_team()],
}
"""Five of the flows that come with it."""
