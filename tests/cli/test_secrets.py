import json
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from prefect.logging.handlers import APILogHandler

from orchestrate.counting_teacher import Exchange, failing
from orchestrate.prefect_server import prefect_home
from orchestrate.project import Project
from sdg_flows.orchestrate.checkpoints import BlockResultSerializer

GREETING = "/v1/models"


def everything_written(project: Project) -> Iterator[bytes]:
    """Yield every file that a run leaves, and what stands compressed in some of them."""
    for root in (project.folder, prefect_home()):
        yield from (file.read_bytes() for file in root.rglob("*") if file.is_file())
    yield from map(str.encode, kept_replies(project.folder / "work" / "answers.sqlite"))
    for file in project.checkpoints:
        result = json.loads(file.read_text())["result"]
        outcome = BlockResultSerializer().loads(result.encode()).outcome
        yield from (str(table.to_pydict()).encode() for table in (outcome.kept, outcome.rejected, outcome.lineage))


def kept_replies(store: Path) -> list[str]:
    if not store.exists():
        return []
    database = sqlite3.connect(store)
    try:
        return [zlib.decompress(reply).decode() for (reply,) in database.execute("SELECT reply FROM answers")]
    finally:
        database.close()


@pytest.fixture(autouse=True)
def canary(monkeypatch) -> str:
    """Set a key that no other test has, and give it."""
    key = f"sk-canary-{token_hex(8)}"
    monkeypatch.setenv("OPENAI_API_KEY", key)
    return key


@pytest.mark.parametrize(
    ("status", "at_greeting", "code"),
    [(401, True, 4), (401, False, 4), (400, False, 0)],
    ids=["refused at the start", "refused later", "a request refused"],
)
def test_a_key_that_the_server_echoes_is_written_nowhere(
    project, teacher, sdg_flows, canary, status, at_greeting, code
):
    def echo(exchange: Exchange):
        assert exchange.key == canary
        return failing(status, f"not with {exchange.key}") if at_greeting == (exchange.prompt == GREETING) else None

    teacher.fault = echo
    end = sdg_flows(*project.arguments)
    APILogHandler().flush()  # Prefect sends its log in the background

    assert end.code == code
    assert canary not in end.out + end.err
    assert not [written for written in everything_written(project) if canary.encode() in written]


def test_what_the_server_said_is_kept_without_the_key(project, teacher, sdg_flows):
    teacher.fault = lambda exchange: None if exchange.prompt == GREETING else failing(400, f"not with {exchange.key}")
    sdg_flows(*project.arguments)

    replies = kept_replies(project.folder / "work" / "answers.sqlite")
    assert len(replies) == 19
    assert all("not with ***" in reply for reply in replies)
