"""Test rows: the human-written questions and answers in the seed examples of the input tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from sdg_flows.core.row_texts import nested_as_json
from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import RunRecord
from sdg_flows.core.table import iter_rows
from sdg_flows.outputs.run_folder.pairs import cell_to_text, question_in_context
from sdg_flows.outputs.run_folder.system_prompts import system_prompt


def seed_rows(record: RunRecord) -> Iterator[dict[str, str]]:
    """Yield the distinct rows of test.jsonl; an example with a blank question or answer is left out."""
    system = system_prompt(record)
    seen: set[bytes] = set()
    for result in record.results:
        for user, assistant in _examples(result.inputs):
            key = hashlib.blake2b(f"{user}\x1f{assistant}".encode(errors="surrogatepass"), digest_size=16).digest()
            if key not in seen:
                seen.add(key)
                yield {"user": user, "assistant": assistant, "system": system}


def _examples(inputs: Rows) -> Iterator[tuple[str, str]]:
    columns = _example_columns(inputs.column_names)
    if not columns:
        return
    read = dict.fromkeys(name for names in columns for name in names if name in inputs.column_names)
    for row in (row for table in inputs.tables(list(read)) for row in iter_rows(_distinct(nested_as_json(table)))):
        for question, response, context in columns:
            user, assistant = cell_to_text(row[question]), cell_to_text(row[response])
            if user.strip() and assistant.strip():
                yield question_in_context(user, cell_to_text(row.get(context))), assistant


def _example_columns(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the question, response and context columns of each example in a row; the context column is optional."""
    numbers = sorted(int(name[10:]) for name in names if re.fullmatch(r"icl_query_[0-9]+", name))
    columns = [("seed_question", "seed_response", "seed_context")]
    columns += [(f"icl_query_{number}", f"icl_response_{number}", "icl_document") for number in numbers]
    return [triple for triple in columns if {*triple[:2]} <= set(names)]


def _distinct(table: pa.Table) -> pa.Table:
    """Return the distinct rows, in order of first occurrence; a seed example is repeated for each chunk."""
    return table.group_by(table.column_names, use_threads=False).aggregate([])
