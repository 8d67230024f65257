"""Taxonomies in a folder, written as values."""

import json
import subprocess
from pathlib import Path
from typing import Any

from sdg_flows.inputs.leaf import FolderSource, GitSource, Leaf, Pair, SeedExample


def skill_yaml(**changes: Any) -> dict[str, Any]:
    """Return a freeform skill of version 2 that keeps the schema, but for the changes."""
    examples = [{"question": f"q{at}", "answer": f"a{at}"} for at in range(5)]
    return {"version": 2, "created_by": "ada", "task_description": "rhyme", "seed_examples": examples, **changes}


def knowledge_yaml(**changes: Any) -> dict[str, Any]:
    """Return knowledge that keeps the schema, but for the changes."""
    pairs = [{"question": f"q{at}", "answer": f"a{at}"} for at in range(3)]
    return {
        "version": 3,
        "created_by": "ada",
        "domain": "tides",
        "document_outline": "about tides",
        "document": {"patterns": ["*.md"]},
        "seed_examples": [{"context": f"c{at}", "questions_and_answers": pairs} for at in range(5)],
        **changes,
    }


def write_leaf(root: Path, path: str, content: dict[str, Any] | str) -> Path:
    """Write the qna.yaml of a leaf; a mapping becomes JSON text, a key a line at the top, which YAML reads too."""
    file = root / path / "qna.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = "\n".join(f"{name}: {json.dumps(value)}" for name, value in content.items())
    file.write_text(content)
    return file


def knowledge_leaf(root: Path, document: FolderSource | GitSource, path: str = "knowledge/tides") -> Leaf:
    """Return a knowledge leaf with one example of three pairs, its folder made."""
    folder = root / path
    folder.mkdir(parents=True, exist_ok=True)
    example = SeedExample(tuple(Pair(f"q{at}", f"a{at}") for at in range(3)), "context")
    return Leaf(
        parts=tuple(path.split("/")),
        kind="knowledge",
        root=root,
        file=folder / "qna.yaml",
        shown=f"{path}/qna.yaml",
        created_by="ada",
        seed_examples=(example,),
        domain="tides",
        document_outline="about tides",
        document=document,
    )


def repository(folder: Path, files: dict[str, str]) -> str:
    """Make a git repository with one commit of these files on the branch `main`, and give its hash."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    return commit(folder)


def commit(folder: Path) -> str:
    """Commit all that is in the folder, and give the hash."""
    _git(folder, "add", "--all")
    _git(folder, "-c", "user.name=ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "documents")
    return _git(folder, "rev-parse", "HEAD")


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
