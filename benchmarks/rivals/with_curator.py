"""The job of benchmarks/rivals.py as a user of Bespoke Curator writes it: run in a case's folder.

python with_curator.py ENDPOINT SLOTS

Its bounds on requests and tokens a minute are set out of the way. Twice as many in flight changed nothing. The backend
is the one that its documentation uses for a server of vLLM; with `openai` it first downloads an encoding.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bespokelabs import curator
from datasets import load_dataset

INSTRUCTION = Path("instruction.txt").read_text(encoding="utf-8")
NO_BOUND = 1_000_000_000


class Exercises(curator.LLM):
    """Ask for an exercise about each passage."""

    def prompt(self, input: dict[str, Any]) -> str:
        """Return what is asked about a row."""
        return INSTRUCTION.replace("{{ passage }}", input["passage"])

    def parse(self, input: dict[str, Any], response: str) -> dict[str, Any]:
        """Return the row of an answer."""
        return {"passage": input["passage"], "generation": response}


def main() -> None:
    endpoint, slots = sys.argv[1], int(sys.argv[2])
    exercises = Exercises(
        model_name="hosted_vllm/mock-teacher",
        backend="litellm",
        generation_params={"max_tokens": 512, "temperature": 0.7},
        backend_params={
            "base_url": endpoint,
            "api_key": "none",
            "max_concurrent_requests": slots,
            "max_requests_per_minute": NO_BOUND,
            "max_tokens_per_minute": NO_BOUND,
        },
    )
    made = exercises(load_dataset("json", data_files="seeds.jsonl", split="train"))
    getattr(made, "dataset", made).to_json("answers.jsonl")


if __name__ == "__main__":
    main()
