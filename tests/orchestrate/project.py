"""A user's folder, made anew for a test: a flow file with its prompts, a table of seeds, and what runs leave there."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestrate.counting_teacher import CountingTeacher
from sdg_flows.orchestrate.flows import generate

FLOW = r"""
version: "1.0"
blocks:
  - name: write_questions          # seed_question in, question added
    type: LLMBlock
    config:
      config_path: question.yaml
      output_cols: [question]
    drop_duplicates: [question]
  - name: write_responses          # question in, response and score added
    type: LLMBlock
    config:
      config_path: response.yaml
      output_cols: [response, score]
      gen_kwargs: {temperature: 0.7}
      parser_kwargs: {parser_name: custom, parsing_pattern: 'Answer: (.*?)\s*Score: (\d)'}
  - name: keep_good
    type: FilterByValueBlock
    config: {filter_column: score, filter_value: 1, operation: ge, convert_dtype: int}
"""

PROMPTS = {
    "question.yaml": """
system: null
introduction: null
principles: null
examples: null
generation: Write a question like {{ seed_question }}
start_tags: ["<question>"]
end_tags: ["</question>"]
""",
    "response.yaml": """
system: null
introduction: null
principles: null
examples: null
generation: Respond to {{ question }}
""",
}

SAME_FOR_SAME_ROWS = ("train.jsonl", "test.jsonl", "messages.jsonl", "rejected.jsonl", "lineage.jsonl")


def seeds(count: int) -> list[dict[str, str]]:
    """Return rows that are all different, but for the last one, which is as the first."""
    topics = [*range(count - 1), 0]
    return [{"seed_question": f"What is topic {at:04}?", "seed_response": f"Topic {at:04}."} for at in topics]


@dataclass(frozen=True)
class Project:
    """The folder, and the endpoint that is asked; without one the teacher is offline."""

    folder: Path
    endpoint: str | None

    @property
    def choices(self) -> dict[str, str | None]:
        """Return what every run of the project is started with, by the name of the flow's parameter."""
        return {
            "pipeline": str(self.folder / "flow.yaml"),
            "input": str(self.folder / "seeds.jsonl"),
            "output": str(self.folder / "out"),
            "work_dir": str(self.folder / "work"),
            "endpoint": self.endpoint,
        }

    @property
    def arguments(self) -> list[str]:
        """Return the same as words of a command line."""
        chosen = {name: value for name, value in self.choices.items() if value is not None}
        return [word for name, value in chosen.items() for word in (f"--{name.replace('_', '-')}", value)]

    def run(self, **changes: Any) -> Path:
        """Run the project in this process, and give the folder of the run."""
        run_flow: Any = generate  # Prefect's overloads take an async flow for a state
        written = asyncio.run(run_flow(**{**self.choices, **changes}))
        return Path(written["folder"])

    def edit(self, name: str, old: str, new: str) -> None:
        """Put a text in place of another one, which must be in the file once."""
        text = (self.folder / name).read_text()
        assert text.count(old) == 1
        (self.folder / name).write_text(text.replace(old, new))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def write_seeds(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.write("seeds.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))

    @property
    def checkpoints(self) -> list[Path]:
        return sorted(path for path in (self.folder / "work" / "checkpoints").rglob("*") if path.is_file())


def rows_decide(run: Path) -> dict[str, bytes]:
    """Return the content of the files that the rows alone decide, by name."""
    files = [*(run / name for name in SAME_FOR_SAME_ROWS), *(run / "generated").glob("*")]
    return {str(file.relative_to(run)): file.read_bytes() for file in files}


def lines(file: Path) -> list[dict[str, Any]]:
    """Return the records of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text().splitlines()]


def record(run: Path) -> dict[str, Any]:
    """Return what run.json says."""
    return json.loads((run / "run.json").read_text())


def new_project(folder: Path, endpoint: str) -> Project:
    """Return a project of twenty seeds, two of them equal, whose two blocks make 38 requests."""
    made = Project(folder, endpoint)
    for name, text in {"flow.yaml": FLOW, **PROMPTS}.items():
        made.write(name, text)
    made.write_seeds(seeds(20))
    return made


@pytest.fixture
def project(tmp_path: Path, teacher: CountingTeacher, prefect_server: str) -> Project:
    return new_project(tmp_path, teacher.url)
