"""All that a run leaves anywhere: files, what stands compressed in them, and what Prefect's API tells."""

import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from orchestrate.prefect_server import prefect_home
from orchestrate.project import Project
from sdg_flows.orchestrate.job.checkpoint_text import BlockResultSerializer
from sdg_flows.teacher.answer_store.store import AnswerStore

TOLD_BY_API = ("flows", "flow_runs", "task_runs", "logs", "artifacts", "variables", "block_documents", "deployments")
PAGE = 200


def everything_written(project: Project) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the run and of Prefect, each kept reply and each table of a checkpoint, with where it is."""
    for root in (project.folder, prefect_home()):
        yield from ((str(file), file.read_bytes()) for file in root.rglob("*") if file.is_file())
    yield from (("answer store", reply) for reply in kept_replies(project.folder / "work" / "answers.sqlite"))
    for file in project.checkpoints:
        outcome = BlockResultSerializer().loads(json.loads(file.read_text())["result"].encode()).result.outcome
        for table in (outcome.kept, outcome.rejected, outcome.lineage):
            yield str(file), str(table.to_pydict()).encode()


def kept_replies(store: Path) -> list[bytes]:
    """Return the replies in an answer store; none when it is not there."""
    if not store.exists():
        return []
    with closing(sqlite3.connect(store)) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM answers")]
    with closing(AnswerStore(store)) as answers:
        return [reply.body for reply in answers.find(keys).values()]


def told_by_prefect(api: str) -> Iterator[tuple[str, bytes]]:
    """Yield all that Prefect's API tells, page by page, with what it is about."""
    for what in TOLD_BY_API:
        offset = 0
        while (page := _page(f"{api}/{what}/filter", offset)) != b"[]":
            yield what, page
            offset += PAGE


def _page(url: str, offset: int) -> bytes:
    body = json.dumps({"limit": PAGE, "offset": offset}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read()
