"""Runs git safely on untrusted repositories."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sdg_flows.inputs.repo_url import allowed_protocols, without_credentials

_SAFE = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.ext.allow=never"),
    *("-c", "submodule.recurse=false"),
    *("-c", "advice.detachedHead=false"),
    *("-c", "gc.auto=0"),
)


class GitFailed(Exception):  # noqa: N818  named for what happened
    """A git command failed; the text is the line that says why, without credentials."""


class GitTooSlow(GitFailed):
    """A git command did not end in time."""


def git(arguments: Sequence[str], folder: Path, seconds: float) -> str:
    """Run git in a folder, without hooks, submodules or questions, and return what it prints.

    Raises:
        GitFailed: it is not installed, exits with an error, or takes longer than `seconds` (`GitTooSlow`).
    """
    command = ["git", *_SAFE, *arguments]
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise GitFailed("git is not installed") from error
    with process:
        try:
            printed, complaints = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise GitTooSlow(f"git did not end within {seconds:g} seconds") from error
        finally:
            _kill(process)
    if process.returncode:
        raise GitFailed(_error_line(complaints))
    return printed


def _environment() -> dict[str, str]:
    """Return the environment of git: the user's, but nothing asked, fetched by filters or taken from another repo."""
    outer = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX"))
    }
    return {
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        **outer,
        "GIT_ALLOW_PROTOCOL": ":".join(allowed_protocols()),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "LC_ALL": "C",
    }


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill git and the helpers that it started, when it still runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _error_line(complaints: str) -> str:
    """Return the first line that git calls fatal or an error, which is the cause of the others; else its last line."""
    lines = complaints.strip().splitlines() or ["git gave no reason"]
    fatal = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    return without_credentials(fatal[0] if fatal else lines[-1])
