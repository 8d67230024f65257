"""How long `sdg-flows why` and `sdg-flows diff` take over runs of a million rows, and how much memory.

python benchmarks/rows_told.py [ROWS]
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TEXT = "What raises the tide is the difference in pull across the Earth, not the pull itself. " * 4


def main() -> None:
    with TemporaryDirectory() as folder:
        for name in ("a", "b"):
            write_run(Path(folder) / name)
        size = sum(path.stat().st_size for path in Path(folder, "a").rglob("*") if path.is_file())
        print(f"{ROWS:,} rows, {size / 1e9:.2f} GB a run")
        measured("why, the last row", "why", row_id("row", ROWS - 1), "--run", f"{folder}/a", "--work-dir", folder)
        measured("why, no such row", "why", "f" * 24, "--run", f"{folder}/a", "--work-dir", folder)
        measured("diff", "diff", f"{folder}/a", f"{folder}/b")


def write_run(folder: Path) -> None:
    (folder / "generated").mkdir(parents=True)
    files = {"generated/all.jsonl": made(), "messages.jsonl": messages(), "lineage.jsonl": lineage()}
    for name, lines in files.items():
        with (folder / name).open("w") as file:
            file.writelines(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines)
    (folder / "rejected.jsonl").touch()
    pipeline = {"pipeline": "flow", "flow_file": "none.yaml", "input_rows": ROWS, "output_rows": ROWS} | {
        "rejected_rows": 0,
        "rejected": {},
        "training": {"trained": ROWS, "note": None},
        "steps": [{"block": "gen", "type": "LLMBlock"}],
    }
    settings = {"num_instructions": 1, "model_family": None, "max_tokens": None, "work_dir": "none"}
    tokens = {"prompt": 0, "completion": 0}
    run = {"name": "a", "suite": "s", "started": "2026-01-01", "settings": settings, "teacher": "t", "model": "m"}
    run |= {"versions": {}, "pipelines": [pipeline], "files": {name: {} for name in files}}
    run |= {"asked": ROWS, "reused": 0, "tokens": tokens, "seconds": 1.0}
    (folder / "run.json").write_text(json.dumps(run))


def made() -> Iterator[dict[str, object]]:
    return ({"row_id": row_id("row", at), "n": at, "text": TEXT} for at in range(ROWS))


def messages() -> Iterator[dict[str, object]]:
    return ({"messages": [TEXT], "metadata": json.dumps({"row_id": row_id("row", at)})} for at in range(ROWS))


def lineage() -> Iterator[dict[str, object]]:
    for at in range(ROWS):
        own = {"pipeline": "flow", "row_id": row_id("row", at), "parent_id": row_id("input", at)}
        yield {**own, "block": "gen", "answer_key": row_id("answer", at)}


def row_id(kind: str, at: int) -> str:
    return hashlib.blake2b(f"{kind} {at}".encode(), digest_size=12).hexdigest()


def measured(what: str, *words: str) -> None:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "from sdg_flows.cli.main import main; main()", *words], capture_output=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{what:<20} {time.monotonic() - began:6.1f} s, at most {most:.0f} MB so far")


if __name__ == "__main__":
    main()
