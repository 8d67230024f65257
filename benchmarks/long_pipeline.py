"""How near a pipeline of full knowledge's length comes to the limit of its teacher.

python benchmarks/long_pipeline.py [--rows 2000] [--only 256x500]

Five blocks ask, as in the suite `full`: each passage is rewritten, a row is made of either version, a question is asked
of each, equal questions are dropped over the whole table, and three judges leave nine rows of ten each. Everything is
kept. The window is from the first request to the last answer at the server; the share is answers / (window x limit).
A line of JSON a server.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from case import HEAD, PROMPT, environment, write_case
from mock_process import mock_teacher
from watched import watched

SERVERS = {"256x500": (256, 500), "64x50": (64, 50)}
"""Slots and latency in milliseconds."""

REWRITE = """\
  - name: rewrite                  # passage in; title, rewritten, ease added
    type: LLMBlock
    config: {config_path: rewrite.yaml, output_cols: [title, rewritten, ease]}
  - name: either_version           # two rows a row: version, text
    type: FlattenColumnsBlock
    config: {var_cols: [passage, rewritten], var_name: version, value_name: text}
  - name: ask                      # text in; question, answer, worth added
    type: LLMBlock
    config: {config_path: ask.yaml, output_cols: [question, answer, worth]}
    drop_duplicates: [question]
"""
JUDGE = """\
  - name: judge_{name}
    type: LLMBlock
    config: {{config_path: {name}.yaml, output_cols: [{name}_for, {name}_why, {name}]}}
  - name: keep_{name}
    type: FilterByValueBlock
    config: {{filter_column: {name}, filter_value: 1, operation: ge, convert_dtype: int}}
"""
JUDGES = ("faithful", "relevant", "plain")
FLOW = HEAD + REWRITE + "".join(JUDGE.format(name=name) for name in JUDGES)


def write_prompts(folder: Path) -> None:
    """Write a prompt for each block that asks, over the text that it is given."""
    (folder / "rewrite.yaml").write_text(PROMPT.replace("Write a question", "Rewrite it, with a question"))
    for name in ("ask", *JUDGES):
        about = PROMPT.replace("{{ passage }}", "{{ text }}")
        (folder / f"{name}.yaml").write_text(about.replace("exercises", f"exercises that are {name}"))


def share(rows: int, server: str, home: Path) -> dict[str, object]:
    """Run once on a new server, in a new folder."""
    slots, latency_ms = SERVERS[server]
    with tempfile.TemporaryDirectory() as folder, mock_teacher(slots, latency_ms) as mock:
        case = write_case(Path(folder), rows, FLOW)
        write_prompts(case.folder)
        done = watched(case.command(mock.url), case.folder, environment(home))
        seen = mock.stats()
    window = seen["last_answer"] - seen["first_request"]
    return {
        "server": server,
        "rows": rows,
        "answers": seen["answered"],
        "window_s": round(window, 2),
        "share_in_window": round(seen["answered"] / window / mock.limit, 4),
        "cpu_ms_an_answer": round(
            1000 * done.cpu_seconds(seen["first_request"], seen["last_answer"]) / seen["answered"], 3
        ),
        "kept": json.loads(done.output)["rows"]["generated/flow.jsonl"],
    }


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure a pipeline with five blocks that ask.")
    flags.add_argument("--rows", type=int, default=2000, help="passages, some eight requests each (default: 2000)")
    flags.add_argument("--only", choices=SERVERS, help="one server: slots x milliseconds (default: all)")
    chosen = flags.parse_args()
    with tempfile.TemporaryDirectory() as home:
        share(16, "64x50", Path(home))  # compiles what is imported, and makes Prefect's database
        for server in [chosen.only] if chosen.only else SERVERS:
            print(json.dumps(share(chosen.rows, server, Path(home))), flush=True)


if __name__ == "__main__":
    main()
