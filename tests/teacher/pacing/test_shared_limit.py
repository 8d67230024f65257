import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestrate.counting_teacher import CountingTeacher, counting_teacher
from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.pacing.shared_limit import folder_of_limits
from sdg_flows.teacher.settings import TeacherSettings

MOST = 16
LATENCY = 0.1


@pytest.fixture
def server():
    with counting_teacher() as teacher:
        teacher.latency = LATENCY
        yield teacher


@contextmanager
def asking(server: CountingTeacher, who: str, folder: Path, key: str = "sk-one-key"):
    command = [sys.executable, str(Path(__file__).with_name("asking_process.py")), server.url, who, str(MOST)]
    home = {"XDG_CACHE_HOME": str(folder / "cache"), "OPENAI_API_KEY": key}
    process = subprocess.Popen([*command, str(folder)], env={**os.environ, **home})
    try:
        deadline = time.monotonic() + 30
        while not asked_by(server, who):
            assert time.monotonic() < deadline, f"{who} has not begun"
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.wait()


def asked_by(server: CountingTeacher, who: str, since: float = 0.0):
    return [one for one in tuple(server.exchanges) if one.prompt.startswith(f"{who} ") and one.arrived >= since]


def asked_within(server: CountingTeacher, seconds: float, *names: str) -> list[int]:
    """Let the server work for so long; give how many requests came of each."""
    began = time.monotonic()
    time.sleep(seconds)
    return [len(asked_by(server, who, began)) for who in names]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_two_processes_keep_to_one_limit_and_who_ends_leaves_its_places_to_the_other(server, tmp_path, end):
    with asking(server, "first", tmp_path) as first, asking(server, "second", tmp_path):
        time.sleep(1)
        both = asked_within(server, 1.5, "first", "second")
        most_of_both = server.most_at_once
        first.send_signal(end)
        first.wait(timeout=20)
        time.sleep(1)
        (alone,) = asked_within(server, 1.5, "second")

    assert most_of_both <= MOST
    assert min(both) > 0.3 * sum(both)
    assert alone > 1.5 * both[1]


def test_processes_with_other_keys_have_a_limit_each(server, tmp_path):
    with asking(server, "first", tmp_path, "sk-his-key"), asking(server, "second", tmp_path, "sk-her-key"):
        time.sleep(1)

    assert server.most_at_once > MOST


def opened(url: str, folder: Path, share: bool | None) -> None:
    async def run() -> None:
        settings = TeacherSettings(endpoint=url, share_limit=share)
        teacher = await open_teacher(settings, lambda: AnswerStore(folder / "answers.sqlite"), lambda: 0)
        await teacher.close()

    asyncio.run(run())


def test_who_leaves_takes_its_file_along(server, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    opened(server.url, tmp_path, share=True)

    assert [path.name for path in (tmp_path / "sdg_flows" / "in_flight").iterdir()] == ["lock"]


@pytest.mark.parametrize("share", [None, False])
def test_without_a_folder_of_caches_a_run_has_its_own_limit(server, tmp_path, monkeypatch, share):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    opened(server.url, tmp_path, share)


def test_a_limit_that_is_to_be_shared_and_cannot_is_refused(server, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    with pytest.raises(SettingsError, match=r"^share_limit: .*in_flight: processes cannot find each other there"):
        opened(server.url, tmp_path, share=True)


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/sdg_flows/in_flight")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/sdg_flows/in_flight")),
        ({}, None),
    ],
)
def test_processes_find_each_other_in_the_folder_of_caches(environment, folder):
    assert folder_of_limits(environment) == folder
