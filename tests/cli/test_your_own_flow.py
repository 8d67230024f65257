"""The page for authors of flows: the files it shows are written, the commands it shows are run."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "your_own_flow.md").read_text("utf-8")
FILES = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SESSIONS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
COMMANDS = [part.split("\n", 1) for session in SESSIONS for part in session.split("$ ")[1:]]


@pytest.fixture(scope="module")
def said(tmp_path_factory, prefect_server):
    """Give what each command of the page prints, and the folder they were run in, one after the other."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return {command: run(command, folder) for command, _ in COMMANDS}, folder


def run(command, folder):
    _, *words = shlex.split(command)
    script = Path(sys.executable).with_name("sdg-flows")
    own = {**os.environ, "OPENAI_BASE_URL": ""}
    ended = subprocess.run([script, *words], cwd=folder, env=own, capture_output=True, text=True, timeout=100)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_page_shows_files_and_commands():
    assert [name for name, _ in FILES] == ["topics.jsonl", "prompts/quiz.yaml", "prompts/judge.yaml", "quiz.yaml"]
    assert len(COMMANDS) == 6


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_each_command_prints_the_lines_that_the_page_shows(said, command, shown):
    printed, _ = said
    lines = printed[command].splitlines()

    assert [line for line in shown.splitlines() if not any(line in there for there in lines)] == []


def test_the_preview_reads_three_rows_and_the_run_all_and_asks_none_again(said):
    printed, folder = said
    runs = [json.loads((folder / printed[command].strip() / "run.json").read_text()) for command, _ in COMMANDS[-2:]]
    read = [(run["pipelines"][0]["input_rows"], run["asked"], run["from_store"]) for run in runs]

    assert read == [(3, 6, 0), (4, 2, 6)]


def test_the_flow_makes_training_rows_of_every_text(said):
    printed, folder = said
    rows = (folder / printed[COMMANDS[-1][0]].strip() / "train.jsonl").read_text().splitlines()

    assert len(rows) == 4
