"""The documents of a knowledge leaf, as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sdg_flows.core.errors import InputError, Problem, did_you_mean
from sdg_flows.inputs.conversion.formats import CONVERTED_SUFFIXES
from sdg_flows.inputs.git_documents import checkout
from sdg_flows.inputs.leaf import FolderSource, GitSource, Leaf
from sdg_flows.inputs.patterns import files_below, matching_files, pattern_problem
from sdg_flows.inputs.repo_url import without_credentials
from sdg_flows.storage.shown_path import shown_path

TEXT_SUFFIXES = (".md", ".markdown", ".txt")
SUFFIXES = (*TEXT_SUFFIXES, *CONVERTED_SUFFIXES)


@dataclass(frozen=True)
class DocumentFile:
    """A document's file, what messages call it, and where it is from.

    `source` is its path below the taxonomy, or `repo@commit:path`.
    """

    path: Path
    shown: str
    source: str


@dataclass(frozen=True)
class _Folder:
    """Where a leaf's documents lie, the folder that links may not leave, and what messages and sources call it."""

    path: Path
    limit: Path
    shown: str
    shown_prefix: str
    source_prefix: str


def document_files(leaf: Leaf, work_dir: Path) -> list[DocumentFile]:
    """Return the documents of a knowledge leaf, sorted by path, each once; git repositories are kept in `work_dir`.

    Raises:
        InputError: a pattern leaves its folder, finds nothing or finds what is not read.
    """
    source = leaf.document
    if source is None:
        return []
    wrong = [reason for pattern in source.patterns if (reason := pattern_problem(pattern))]
    if wrong:
        raise InputError(Problem(leaf.shown, source.line, reason) for reason in wrong)
    folder = _git_folder(leaf, source, work_dir) if isinstance(source, GitSource) else _local_folder(leaf, source)
    try:
        files = _find_files(folder, source.patterns)
    except ValueError as error:
        raise InputError.at(leaf.shown, source.line, str(error)) from error
    return [
        DocumentFile(folder.path / file, f"{folder.shown_prefix}{file}", f"{folder.source_prefix}{file}")
        for file in files
    ]


def _git_folder(leaf: Leaf, source: GitSource, work_dir: Path) -> _Folder:
    files = checkout(leaf, source, work_dir)
    repo = without_credentials(source.repo)
    prefix = f"{repo}@{files.commit}:"
    return _Folder(files.folder, files.folder, repo, prefix, prefix)


def _local_folder(leaf: Leaf, source: FolderSource) -> _Folder:
    root = leaf.root.resolve()
    folder = (leaf.file.parent / source.path).resolve()
    if Path(source.path).is_absolute() or not folder.is_relative_to(root):
        text = f"path {source.path!r} must be a folder of the taxonomy, relative to the one of this file"
        raise InputError.at(leaf.shown, source.line, text)
    if not folder.is_dir():
        near = did_you_mean(source.path, [entry.name for entry in leaf.file.parent.iterdir() if entry.is_dir()])
        raise InputError.at(leaf.shown, source.line, f"folder {source.path!r} is not there.{near}")
    below = folder.relative_to(root).as_posix()
    prefix = "" if below == "." else f"{below}/"
    return _Folder(folder, root, f"folder {source.path!r}", f"{shown_path(folder)}/", prefix)


def _find_files(folder: _Folder, patterns: Sequence[str]) -> list[PurePosixPath]:
    """Return the files that the patterns mean; ValueError with a sentence when they cannot all be read."""
    there = files_below(folder.path)
    files = matching_files(there, patterns)
    if not files:
        raise ValueError(f"no file in {folder.shown} matches {_shortened(patterns)}; files there: {_shortened(there)}")
    limit = folder.limit.resolve()
    outside = [file for file in files if not (folder.path / file).resolve().is_relative_to(limit)]
    if outside:
        raise ValueError(
            f"in {folder.shown}, these links lead out of the taxonomy or repository: {_shortened(outside)}"
        )
    other = [file for file in files if file.suffix.lower() not in SUFFIXES]
    if other:
        raise ValueError(
            f"the patterns match files in {folder.shown} that are not read: {_shortened(other)}; "
            f"the suffixes read are {', '.join(SUFFIXES)}"
        )
    return files


def _shortened(names: Sequence[object]) -> str:
    shown = ", ".join(map(str, names[:10])) or "none"
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"
