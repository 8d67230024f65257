"""The job of benchmarks/rivals.py as a user of sdg_hub writes it: run in a case's folder.

python with_sdg_hub.py ENDPOINT SLOTS

Checkpoints are on, which they are only when asked for, every so many rows: each such lot is asked to its end before the
next begins. With one at the end alone the window was a third shorter, and a kill would lose every answer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import yaml
from sdg_hub.core.flow import Flow

ROWS_A_CHECKPOINT = 250
FLOW = {
    "metadata": {"name": "rivals", "id": "rivals", "description": "An exercise about each passage", "version": "1.0.0"},
    "blocks": [
        {
            "block_type": "PromptBuilderBlock",
            "block_config": {
                "block_name": "prompt",
                "input_cols": ["passage"],
                "output_cols": "messages",
                "prompt_config_path": "prompt_hub.yaml",
            },
        },
        {
            "block_type": "LLMChatBlock",
            "block_config": {
                "block_name": "ask",
                "input_cols": "messages",
                "output_cols": "response",
                "async_mode": True,
                "max_tokens": 512,
                "temperature": 0.7,
            },
        },
        {
            "block_type": "LLMResponseExtractorBlock",
            "block_config": {"block_name": "read", "input_cols": "response", "extract_content": True},
        },
    ],
}


def main() -> None:
    endpoint, slots = sys.argv[1], int(sys.argv[2])
    instruction = Path("instruction.txt").read_text(encoding="utf-8")
    Path("prompt_hub.yaml").write_text(json.dumps([{"role": "user", "content": instruction}]), encoding="utf-8")
    Path("flow_hub.yaml").write_text(yaml.safe_dump(FLOW), encoding="utf-8")
    flow = Flow.from_yaml("flow_hub.yaml")
    flow.set_model_config(model="hosted_vllm/mock-teacher", api_base=endpoint, api_key="none")
    made = flow.generate(
        pd.read_json("seeds.jsonl", lines=True),
        checkpoint_dir="checkpoints",
        save_freq=ROWS_A_CHECKPOINT,
        max_concurrency=slots,
    )
    made.drop(columns=["messages", "response"], errors="ignore").to_json("answers.jsonl", orient="records", lines=True)


if __name__ == "__main__":
    main()
