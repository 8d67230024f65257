"""The runs that are killed: the simple suite over the example, and a flow of two requests a row and a filter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROWS = 80
AT_ONCE = 8
SAME_AT_ANY_ENDPOINT = ("train.jsonl", "test.jsonl", "messages.jsonl", "rejected.jsonl", "generated/*")
SAME_FOR_SAME_ROWS = (*SAME_AT_ANY_ENDPOINT, "lineage.jsonl")

FLOW = """\
version: "1.0"
blocks:
  - name: ask                      # topic in; question added
    type: LLMBlock
    config: {config_path: question.yaml, output_cols: [question], gen_kwargs: {temperature: 0.7}}
  - name: respond                  # question in; response and score added
    type: LLMBlock
    config: {config_path: response.yaml, output_cols: [response, score], gen_kwargs: {temperature: 0.0}}
  - name: keep_good                # four of five scores are 1 or more
    type: FilterByValueBlock
    config: {filter_column: score, filter_value: 1, operation: ge, convert_dtype: int}
"""
QUESTION = """\
system: null
introduction: null
principles: null
examples: null
generation: Write a question about {{ topic }}.
start_tags: ["<question>"]
end_tags: ["</question>"]
"""
RESPONSE = """\
system: null
introduction: null
principles: null
examples: null
generation: "Respond, and give a score: {{ question }}"
start_tags: ["<answer>", "<score>"]
end_tags: ["</answer>", "</score>"]
"""


def _three_blocks(folder: Path) -> list[str]:
    for name, text in {"flow.yaml": FLOW, "question.yaml": QUESTION, "response.yaml": RESPONSE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = "".join(json.dumps({"topic": f"topic {at}"}) + "\n" for at in range(ROWS))
    (folder / "seeds.jsonl").write_text(rows, encoding="utf-8")
    return ["--pipeline", "flow.yaml", "--input", "seeds.jsonl"]


def _simple(folder: Path) -> list[str]:
    return [
        "--pipeline",
        "simple",
        "--num-instructions",
        "1",
    ]  # with more draws, equal prompts would hide whose is lost


FLOWS: Mapping[str, Callable[[Path], list[str]]] = {"simple": _simple, "three_blocks": _three_blocks}
"""What writes a flow's files into a folder, and gives the words of its command line there."""


def rows_digest(run: Path, names: Sequence[str] = SAME_FOR_SAME_ROWS) -> str:
    """Return a digest of the files that only a run's rows decide; the lineage also names the endpoint's answers."""
    found = hashlib.sha256()
    for file in sorted(file for name in names for file in run.glob(name)):
        found.update(f"{file.relative_to(run)} {file.stat().st_size}\n".encode() + file.read_bytes())
    return found.hexdigest()


def rows_made(run: Path) -> list[dict[str, Any]]:
    """Return every row that a run made."""
    files = sorted((run / "generated").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
