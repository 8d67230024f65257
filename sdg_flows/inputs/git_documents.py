"""The files of a git repository at one commit, kept in the work directory."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sdg_flows.core.errors import DiskError, InputError
from sdg_flows.core.identity import digest
from sdg_flows.inputs.git_command import GitFailed, GitTooSlow, git
from sdg_flows.inputs.leaf import GitSource, Leaf
from sdg_flows.inputs.repo_url import fetch_url, without_credentials

FETCH_SECONDS = 600.0
"""The longest that one git command may take."""

_REVISION = re.compile(r"[A-Za-z0-9][\w./-]*")


@dataclass(frozen=True)
class Checkout:
    """A folder with a repository's files, and the full hash of their commit."""

    folder: Path
    commit: str


def checkout(leaf: Leaf, source: GitSource, work_dir: Path, seconds: float = FETCH_SECONDS) -> Checkout:
    """Return the repository's files at the commit, fetched once for all runs with this work directory.

    A full hash that was fetched before needs no network. A branch, tag or short hash is looked up each time.

    Raises:
        InputError: the repository may not or cannot be fetched, or does not have the commit.
        DiskError: the work directory cannot be written.
    """
    try:
        url = fetch_url(source.repo, leaf.file.parent)
        kept = _checkout_folder(url, source.commit, work_dir)
        if kept.is_dir():
            return Checkout(kept, source.commit)
        return _fetch(url, source.commit, work_dir, seconds)
    except (ValueError, GitFailed) as error:
        repo = without_credentials(source.repo)
        raise InputError.at(leaf.shown, source.line, f"repo {repo}, commit {source.commit}: {error}") from error
    except OSError as error:
        raise DiskError(f"{work_dir}: the documents of {leaf.shown} cannot be kept there: {error}") from error


def _checkout_folder(url: str, commit: str, work_dir: Path) -> Path:
    """Return the folder of a commit's files, which exists only under its full hash."""
    return work_dir / "documents" / digest(url, commit)


def _fetch(url: str, commit: str, work_dir: Path, seconds: float) -> Checkout:
    if not _REVISION.fullmatch(commit) or ".." in commit:
        raise ValueError("a commit is its hash, or the name of a branch or tag")
    (work_dir / "documents").mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=work_dir / "documents", prefix="partial-") as partial:
        clone = Path(partial) / "clone"
        clone.mkdir()
        found = _check_out(url, commit, clone, seconds)
        kept = _checkout_folder(url, found, work_dir)
        if not kept.is_dir():
            shutil.rmtree(clone / ".git")
            clone.rename(kept)
    return Checkout(kept, found)


def _check_out(url: str, commit: str, clone: Path, seconds: float) -> str:
    """Fetch the commit alone where the server gives it, else every branch and tag; return its full hash."""
    git(["init", "--quiet", "--template="], clone, seconds)
    fetch = ["fetch", "--quiet", "--no-recurse-submodules"]
    try:
        git([*fetch, "--depth=1", "--no-tags", "--", url, commit], clone, seconds)
        revision = "FETCH_HEAD"
    except GitTooSlow:
        raise
    except GitFailed:
        git([*fetch, "--tags", "--", url, "+refs/heads/*:refs/remotes/origin/*"], clone, seconds)
        revision = commit
    try:
        found = git(["rev-parse", "--verify", f"{revision}^{{commit}}"], clone, seconds).strip()
    except GitFailed as error:
        raise GitFailed("the repository has no such commit") from error
    git(["checkout", "--quiet", "--force", "--detach", found], clone, seconds)
    return found
