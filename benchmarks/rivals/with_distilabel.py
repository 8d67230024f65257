"""The job of benchmarks/rivals.py as a user of distilabel writes it: run in a case's folder.

python with_distilabel.py ENDPOINT SLOTS

What is in flight is a batch of the task: it is asked at once, and the next begins when it has ended. Batches of two
requests a slot took less time in all than batches of one or of four.
"""

from __future__ import annotations

import sys
from pathlib import Path

from distilabel.models.llms import OpenAILLM
from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromFileSystem
from distilabel.steps.tasks import TextGeneration


def main() -> None:
    endpoint, batch = sys.argv[1], 2 * int(sys.argv[2])
    with Pipeline(name="rivals") as pipeline:
        seeds = LoadDataFromFileSystem(data_files="seeds.jsonl", batch_size=batch)
        answers = TextGeneration(
            llm=OpenAILLM(
                model="mock-teacher",
                base_url=endpoint,
                api_key="none",
                generation_kwargs={"max_new_tokens": 512, "temperature": 0.7},
            ),
            template=Path("instruction.txt").read_text(encoding="utf-8"),
            columns=["passage"],
            input_batch_size=batch,
        )
        seeds >> answers
    made = pipeline.run()["default"]["train"]
    made.select_columns(["passage", "generation"]).to_json("answers.jsonl")


if __name__ == "__main__":
    main()
