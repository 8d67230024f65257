"""Which git repositories may be fetched, and how an address is shown without its secrets."""

from __future__ import annotations

import os
import re
from pathlib import Path

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_SSH_SHORT = re.compile(r"[\w.-]+@[\w.-]+:(?!/?/)")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_FORMS = "https://…, http://…, ssh://…, git@host:path, file://… or a path that begins with '/' or '.'"


def without_credentials(text: str) -> str:
    """Return the text with the user and password of every address in it taken out."""
    return _CREDENTIALS.sub("", text)


def allowed_protocols() -> tuple[str, ...]:
    """Return the protocols that may be used: ours, or those of them that GIT_ALLOW_PROTOCOL lists."""
    ours = ("https", "http", "ssh", "file")
    listed = os.environ.get("GIT_ALLOW_PROTOCOL")
    return ours if listed is None else tuple(name for name in ours if name in listed.split(":"))


def fetch_url(repo: str, folder: Path) -> str:
    """Return the address for git; a path beginning with '.' is taken from `folder`.

    Raises:
        ValueError: with a sentence, when the repository may not be fetched.
    """
    protocol = _protocol(repo)
    if protocol is None:
        raise ValueError(f"this is not an address of a repository; write {_FORMS}")
    if protocol not in allowed_protocols():
        raise ValueError(f"protocol {protocol!r} is not allowed; allowed are {', '.join(allowed_protocols())}")
    return str((folder / repo).resolve()) if repo.startswith(".") else repo


def _protocol(repo: str) -> str | None:
    scheme = _SCHEME.match(repo)
    if "::" in repo or repo.startswith("-"):
        return None
    if scheme:
        return scheme[1].lower()
    if _SSH_SHORT.match(repo):
        return "ssh"
    return "file" if repo.startswith(("/", ".")) else None
