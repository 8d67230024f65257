"""Test records: the questions and answers that people wrote, from the seed examples of the input tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from sdg_flows.core.row_texts import flat
from sdg_flows.core.rows import Rows
from sdg_flows.core.story import RunRecord
from sdg_flows.core.table import rows_of
from sdg_flows.outputs.run_folder.pairs import question_in_context, text_of
from sdg_flows.outputs.run_folder.system_prompts import system_prompt


def seed_rows(record: RunRecord) -> Iterator[dict[str, str]]:
    """Yield the rows of test.jsonl, each distinct one once; an example without a question or an answer is left out."""
    system = system_prompt(record)
    seen: set[bytes] = set()
    for one in record.generated:
        for user, assistant in _examples(one.inputs):
            told = hashlib.blake2b(f"{user}\x1f{assistant}".encode(errors="surrogatepass"), digest_size=16).digest()
            if told not in seen:
                seen.add(told)
                yield {"user": user, "assistant": assistant, "system": system}


def _examples(inputs: Rows) -> Iterator[tuple[str, str]]:
    columns = _columns(inputs.column_names)
    if not columns:
        return
    read = dict.fromkeys(name for names in columns for name in names if name in inputs.column_names)
    for row in (row for table in inputs.tables(list(read)) for row in rows_of(_distinct(flat(table)))):
        for question, response, context in columns:
            asked, answered = text_of(row[question]), text_of(row[response])
            if asked.strip() and answered.strip():
                yield question_in_context(asked, text_of(row.get(context))), answered


def _columns(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Give the columns of each example in a row: question, response and context, which need not be there."""
    numbers = sorted(int(name[10:]) for name in names if re.fullmatch(r"icl_query_[0-9]+", name))
    asked = [("seed_question", "seed_response", "seed_context")]
    asked += [(f"icl_query_{at}", f"icl_response_{at}", "icl_document") for at in numbers]
    return [triple for triple in asked if {*triple[:2]} <= set(names)]


def _distinct(table: pa.Table) -> pa.Table:
    """Give the distinct rows, in order of first occurrence: a seed example stands once per chunk."""
    return table.group_by(table.column_names, use_threads=False).aggregate([])
