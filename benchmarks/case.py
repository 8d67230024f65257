"""What is measured: a table of seeds and a flow file of one request a row (ask, parse, filter), as a user has them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

HEAD = """\
version: "1.0"
blocks:
"""
ASK = """\
  - name: ask                      # passage in; question, answer, score added
    type: LLMBlock
    config:
      config_path: prompt.yaml
      output_cols: [question, answer, score]
      gen_kwargs: {max_tokens: 512, temperature: 0.7}
"""
KEEP_GOOD = """\
  - name: keep_good                # nine of ten answers have a score of 1 or more
    type: FilterByValueBlock
    config: {filter_column: score, filter_value: 1, operation: ge, convert_dtype: int}
"""

FLOW = HEAD + ASK + KEEP_GOOD

PROMPT = """\
system: You write exercises for a reader of technical reports.
introduction: Write a question about the passage, its answer, and a score from 0 to 9.
principles: The question must be answered by the passage alone. Say no more than the passage says.
examples: |
  <question>What is stored?</question>
  <answer>Every reply, before it is read.</answer>
  <score>8</score>
generation: |
  Here is the passage:
  {{ passage }}
start_tags: ["<question>", "<answer>", "<score>"]
end_tags: ["</question>", "</answer>", "</score>"]
"""

PASSAGE = (
    "Passage {number} tells of a mill on a river, of those who built it, and of the years in which it stood still. "
)


@dataclass(frozen=True)
class Case:
    """A user's folder, with the flow file, the prompt and the seeds in it."""

    folder: Path
    rows: int

    @property
    def seeds(self) -> Path:
        """Return the file of seeds."""
        return self.folder / "seeds.jsonl"

    def command(self, endpoint: str) -> list[str]:
        """Return the command that a user would type in the folder."""
        asked = ["--pipeline", "flow.yaml", "--input", self.seeds.name, "--endpoint", endpoint, "--json"]
        return [sys.executable, "-m", "sdg_flows.run", *asked]


def environment(prefect_home: Path) -> dict[str, str]:
    """Return the environment of runs: with this Prefect home unless a server is named, and with .pyc files kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept if "PREFECT_API_URL" in kept else {**kept, "PREFECT_HOME": str(prefect_home)}


def seed(number: int) -> dict[str, object]:
    """Return a row with a passage of its own, of about 600 characters."""
    return {"passage": PASSAGE.format(number=number) * 6}


def write_case(
    folder: Path,
    rows: int,
    flow: str = FLOW,
    seed: Callable[[int], Mapping[str, object]] = seed,
    prompt: str = PROMPT,
) -> Case:
    """Write the files of a case into an empty folder."""
    case = Case(folder, rows)
    (folder / "flow.yaml").write_text(flow, encoding="utf-8")
    (folder / "prompt.yaml").write_text(prompt, encoding="utf-8")
    with case.seeds.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            lines.write(json.dumps(seed(number)) + "\n")
    return case
