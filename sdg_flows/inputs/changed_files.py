"""The files of a git repository that are new or changed since a branch or commit."""

from __future__ import annotations

from pathlib import Path

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.git_command import GitFailed, git
from sdg_flows.storage.shown_path import shown_path

EVERYTHING = "empty"
"""The base of which everything is new."""

_SECONDS = 60.0


def changed_files(folder: Path, base: str) -> frozenset[Path]:
    """Return the files below the folder that differ from where HEAD and `base` last were one, and the untracked ones.

    What is not committed counts; what git ignores or has deleted does not. The paths are absolute, links resolved.

    Raises:
        InputError: the folder lies in no git repository, or it has no such branch or commit.
    """
    try:
        start = git(["merge-base", "--end-of-options", "HEAD", base], folder, _SECONDS).strip()
        changed = git(["diff", "--name-only", "--relative", "--diff-filter=d", "-z", start], folder, _SECONDS)
        untracked = git(["ls-files", "--others", "--exclude-standard", "-z"], folder, _SECONDS)
    except GitFailed as error:
        text = f"what is new since {base!r} cannot be told: {error}"
        raise InputError.at(shown_path(folder), None, text) from error
    names = filter(None, f"{changed}{untracked}".split("\0"))
    return frozenset((folder / name).resolve() for name in names)
