import json
from collections import Counter
from pathlib import Path

from outputs.records import answered, gone, made, run
from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.run_record import EndpointUsed, Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.run_folder.facts import run_json
from sdg_flows.outputs.summary import summarize

from tables import table

STEP = Step(
    "judge",
    "LLMBlock",
    2,
    1,
    {"low_score": 1},
    4,
    1,
    Usage(100, 10),
    1.23456,
    "d1",
    None,
    Scores("score", "≥ 2", {2.0: 1}, {1.0: 1}),
)
ASKED = (EndpointUsed(None, "http://localhost:8000/v1", "granite"),)
RUN = run(
    made(answered("Q"), inputs=table(n=[1, 2]), rejected=[gone("r1")], steps=[STEP]),
    warnings=("w",),
    endpoints=ASKED,
    fresh_draws=2,
    latency=Latency(Counter({0: 3}), 1.1),
)
TOKENS = {"prompt": 100, "completion": 10}
BALANCE = {"inputs": 2, "with_output": 1, "all_rejected": 1, "lost": 0, "strays": 0, "adds_up": True}
PIPELINE = {
    "pipeline": "knowledge",
    "flow_file": "simple/knowledge.yaml",
    "files": {},
    "input_columns": ["n"],
    "leaves": {},
    "documents": {},
    "input_rows": 2,
    "output_rows": 1,
    "rejected_rows": 1,
    "rejected": {"judge": {"low_score": 1}},
    "training": {"trained": 1, "blank_assistant": 0, "blank_user": 0, "note": None},
    "categories": {},
    "balance": BALANCE,
    "tokens": TOKENS,
    "steps": [
        {
            "block": "judge",
            "type": "LLMBlock",
            "settings": "d1",
            "rows_in": 2,
            "rows_out": 1,
            "rejected": {"low_score": 1},
            "asked": 4,
            "reused": 1,
            "tokens": TOKENS,
            "seconds": 1.235,
            "usd": None,
            "scores": {"column": "score", "condition": "≥ 2", "counts": [[1.0, 0, 1], [2.0, 1, 0]]},
        }
    ],
}
TOLD = {
    "name": "simple-1",
    "suite": "simple",
    "started": "2026-03-14T09:00:00+00:00",
    "finished": "2026-03-14T09:12:30+00:00",
    "seconds": 750.0,
    "settings": {"in_flight": 32, "taxonomy": None},
    "teacher": "http://localhost:8000/v1",
    "model": "granite",
    "offline": False,
    "usd": None,
    "latency": {"answers": 3, "p50": 1.1, "p95": 1.1, "p99": 1.1, "longest": 1.1, "buckets": [[0, 3]]},
    "endpoints": [{"name": None, "endpoint": "http://localhost:8000/v1", "model": "granite"}],
    "fresh_draws": 2,
    "versions": {"sdg_flows": "0.1.0"},
    "warnings": ["w"],
    "notes": [],
    "tokens": TOKENS,
    "asked": 4,
    "reused": 1,
    "balance": BALANCE,
    "pipelines": [PIPELINE],
    "files": {"train.jsonl": {"lines": 3, "sha256": "ab"}},
}


def test_a_run_is_told_in_full():
    told = run_json(RUN, summarize(RUN), {"train.jsonl": FileFacts(3, "ab")})

    assert json.loads(told) == TOLD


def test_a_setting_that_is_not_plain_is_told_as_text():
    record = run(settings={"taxonomy": Path("taxonomy")})

    assert json.loads(run_json(record, summarize(record), {}))["settings"] == {"taxonomy": "taxonomy"}
