"""The job of benchmarks/rivals.py as a user of NeMo Data Designer writes it: run in a case's folder.

python with_data_designer.py ENDPOINT SLOTS

Its check of the model's health is left out, which costs a request. A second run goes on where the first one ended,
which it does only when it is asked to; what a kill leaves are whole groups of rows, of 250 here in place of 1,000.
"""

from __future__ import annotations

import sys
from pathlib import Path

import data_designer.config as dd
from data_designer.interface import DataDesigner

ROWS_A_GROUP = 250


def main() -> None:
    endpoint, slots = sys.argv[1], int(sys.argv[2])
    teacher = dd.ModelConfig(
        alias="teacher",
        model="mock-teacher",
        provider="mock",
        inference_parameters=dd.ChatCompletionInferenceParams(
            max_tokens=512, temperature=0.7, max_parallel_requests=slots
        ),
        skip_health_check=True,
    )
    config = dd.DataDesignerConfigBuilder(model_configs=[teacher])
    config.with_seed_dataset(dd.LocalFileSeedSource(path="seeds.jsonl"))
    config.add_column(
        dd.LLMTextColumnConfig(
            name="generation", model_alias="teacher", prompt=Path("instruction.txt").read_text(encoding="utf-8")
        )
    )
    designer = DataDesigner(
        artifact_path="artifacts",
        model_providers=[dd.ModelProvider(name="mock", endpoint=endpoint, api_key="none")],
    )
    designer.set_run_config(dd.RunConfig(buffer_size=ROWS_A_GROUP))
    rows = len(Path("seeds.jsonl").read_bytes().splitlines())
    made = designer.create(config, num_records=rows, resume=dd.ResumeMode.IF_POSSIBLE)
    made.export("answers.jsonl")


if __name__ == "__main__":
    main()
