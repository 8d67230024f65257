"""A flow file played block by block with a teacher whose answers are a function of what it is asked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from flows.flow_files import ROOT, pipeline_of
from sdg_flows.core.block import TableBlock, TeacherBlock
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.table import table_from_rows, with_input_ids


def asked_in(request: Request) -> str:
    """Return all that a request says."""
    return "\n".join(message["content"] for message in request.messages or ())


def tagged(**texts: object) -> str:
    """Return an answer in tags: `helpfulness_score=4` stands in those of Helpfulness Score."""
    named = {name.replace("_", " ").title(): text for name, text in texts.items()}
    return "\n".join(f"[Start of {name}]{text}[End of {name}]" for name, text in named.items())


def section(asked: str, name: str) -> str:
    """Return what stands between a pair of angle tags of a prompt."""
    return asked.partition(f"<{name}>")[2].partition(f"</{name}>")[0].strip()


def played(
    flow: str, rows: Sequence[Mapping[str, Any]], say: Callable[[str], str]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the rows that a flow file of the package makes, and how many were rejected for each reason."""
    table, lost = with_input_ids(table_from_rows(rows)), list[str]()
    for block in pipeline_of(ROOT / f"{flow}.yaml").blocks:
        if isinstance(block, TeacherBlock):
            answers = [Answer("k", it.row_id, it.draw, "ok", say(asked_in(it))) for it in block.requests(table)]
            outcome = block.read(table, answers)
        else:
            assert isinstance(block, TableBlock)
            outcome = block(table)
        table = outcome.kept
        lost += outcome.rejected["reason"].to_pylist()
    assert isinstance(table, pa.Table)
    return table.to_pylist(), {reason: lost.count(reason) for reason in lost}
