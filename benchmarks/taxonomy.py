"""What it costs to read a taxonomy, its documents chunked and its rows made, first and again.

python benchmarks/taxonomy.py [--leaves 200] [--documents 1000] [--broken 0]

Prints one JSON line. Four of five documents are Markdown; the others are HTML, DOCX and PDF. `first` converts those,
`again` finds them kept. With `--broken N`, N of the qna.yaml files break the schema, and the line
says how many problems were told, and how long that took.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from written_documents import docx, pdf

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.taxonomy import read_taxonomy
from sdg_flows.inputs.taxonomy_tables import taxonomy_tables

_PROSE = (
    "tide moon water harbour pilot depth chart coast current wind shoal buoy anchor channel estuary mud river salt "
    "measure hour height low high spring neap the a of in with under before after carries follows reaches turns"
)
WORDS = _PROSE.split()


def sentences(rng: random.Random, count: int) -> list[str]:
    return [" ".join(rng.choices(WORDS, k=rng.randint(8, 20))).capitalize() + "." for _ in range(count)]


def sections(rng: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Yield headings with their paragraphs, some 900 words in all."""
    for at in range(8):
        yield f"Section {at} {rng.choice(WORDS)}", [" ".join(sentences(rng, 4)) for _ in range(2)]


def document(rng: random.Random, suffix: str) -> bytes:
    title, parts = f"Note {rng.randrange(10**6)}", list(sections(rng))
    if suffix == "docx":
        return docx(f"# {title}", *(line for head, body in parts for line in (f"## {head}", *body)))
    if suffix == "pdf":
        return pdf(*([head, *(line for text in body for line in text.split(". "))] for head, body in parts))
    if suffix == "html":
        inner = "".join(f"<h2>{head}</h2>" + "".join(f"<p>{text}</p>" for text in body) for head, body in parts)
        return f"<html><body><h1>{title}</h1>{inner}</body></html>".encode()
    return "\n\n".join([f"# {title}", *(line for head, body in parts for line in (f"## {head}", *body))]).encode()


def leaf(rng: random.Random, *, broken: bool) -> str:
    pairs = [{"question": f"What is {at}? {sentences(rng, 1)[0]}", "answer": sentences(rng, 1)[0]} for at in range(3)]
    examples = [
        {"context": " ".join(sentences(rng, 8)), "questions_and_answers": pairs[: 2 if broken else 3]} for _ in range(5)
    ]
    content = {"version": 3, "created_by": "ada", "domain": 7 if broken else "tides", "document_outline": "on tides"}
    return _yaml({**content, "document": {"path": "documents", "patterns": ["*"]}, "seed_examples": examples})


def _yaml(keys: dict[str, object]) -> str:
    """Write the keys as authors do, one value a line."""
    lines: list[str] = []
    for name, value in keys.items():
        if isinstance(value, list):
            lines.append(f"{name}:")
            for item in value:
                lines += [f"  - context: |\n      {item['context']}", "    questions_and_answers:"]
                for pair in item["questions_and_answers"]:
                    lines += [f"      - question: {json.dumps(pair['question'])}", f"        answer: {pair['answer']}"]
        else:
            lines.append(f"{name}: {json.dumps(value)}")
    return "\n".join(lines) + "\n"


def write(root: Path, leaves: int, documents: int, broken: int) -> None:
    rng = random.Random(1)
    folders = [root / "knowledge" / f"group{at % 10}" / f"leaf{at}" for at in range(leaves)]
    for at, folder in enumerate(folders):
        (folder / "documents").mkdir(parents=True)
        (folder / "qna.yaml").write_text(leaf(rng, broken=at < broken))
    for at in range(documents):
        suffix = "md" if at % 5 else ("html", "docx", "pdf")[at // 5 % 3]
        (folders[at % leaves] / "documents" / f"d{at}.{suffix}").write_bytes(document(rng, suffix))


def timed(root: Path, work: Path) -> dict[str, float]:
    started = time.perf_counter()
    taxonomy = read_taxonomy(root)
    read = time.perf_counter()
    samples = taxonomy_tables(taxonomy, work)
    done = time.perf_counter()
    rows = sum(table.num_rows for table in samples.tables.values())
    assert not samples.set_aside, samples.set_aside[0]
    return {"leaves_s": round(read - started, 2), "documents_s": round(done - read, 2), "rows": rows}


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure reading a taxonomy.")
    flags.add_argument("--leaves", type=int, default=200)
    flags.add_argument("--documents", type=int, default=1000)
    flags.add_argument("--broken", type=int, default=0, help="qna.yaml files that break the schema (default: 0)")
    given = flags.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, work = Path(folder) / "taxonomy", Path(folder) / "work"
        write(root, given.leaves, given.documents, given.broken)
        if not given.broken:
            print(json.dumps({**vars(given), "first": timed(root, work), "again": timed(root, work)}))
            return
        started = time.perf_counter()
        try:
            read_taxonomy(root)
        except InputError as error:
            seconds = round(time.perf_counter() - started, 2)
            print(json.dumps({**vars(given), "problems": len(error.problems), "seconds": seconds}))


if __name__ == "__main__":
    main()
