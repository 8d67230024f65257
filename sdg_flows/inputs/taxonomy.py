"""A taxonomy on disk: a tree of folders whose leaves are qna.yaml files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sdg_flows.core.errors import InputError, Problem, did_you_mean
from sdg_flows.inputs.changed_files import EVERYTHING, changed_files
from sdg_flows.inputs.collect_problems import map_collecting_problems
from sdg_flows.inputs.leaf import TOP_FOLDERS, Taxonomy
from sdg_flows.inputs.leaf_file import read_leaf
from sdg_flows.storage.shown_path import shown_path

LEAF_FILE = "qna.yaml"

_EXPECTED = "a folder with knowledge/ or compositional_skills/ in it is expected."


def read_taxonomy(root: Path, base: str | None = None) -> Taxonomy:
    """Read every qna.yaml below `knowledge` and `compositional_skills`, or the one that `root` is.

    With a `base` other than `empty`, a branch or commit of the git repository that `root` lies in, only the files that
    are new or changed since then are read.

    Leaves are sorted by path. Other folders, `foundational_skills` among them, are passed over. A file without
    content and one whose name is almost qna.yaml are warnings.

    Raises:
        InputError: there is no leaf, or some file breaks the schema; it has the problems of the whole tree.
    """
    files, misnamed = _files(root)
    if not files:
        hint = f" {shown_path(misnamed[0])} should be called {LEAF_FILE}." if misnamed else ""
        raise InputError.at(shown_path(root), None, f"no {LEAF_FILE} is in this taxonomy.{hint}")
    files = _changed_since(base, files, root)
    read = map_collecting_problems(lambda file: read_leaf(file, *_root_and_parts(file, root)), files)
    leaves = tuple(leaf for leaf in read if leaf is not None)
    empty = [file for file, leaf in zip(files, read, strict=True) if leaf is None]
    if not leaves:
        raise InputError(
            Problem(shown_path(file), None, "the file is empty, and no other leaf is there") for file in empty
        )
    return Taxonomy(leaves, tuple(sorted(_warnings(empty, misnamed), key=lambda warning: warning.file)))


def _changed_since(base: str | None, files: list[Path], root: Path) -> list[Path]:
    if base is None or base == EVERYTHING:
        return files
    changed = changed_files(root if root.is_dir() else root.parent, base)
    kept = [file for file in files if file.resolve() in changed]
    if not kept:
        text = f"no {LEAF_FILE} is new or changed since {base!r}; {EVERYTHING!r} takes every one"
        raise InputError.at(shown_path(root), None, text)
    return kept


def _files(root: Path) -> tuple[list[Path], list[Path]]:
    """Find the leaf files, by path, and the files whose name is almost theirs."""
    if root.is_file():
        if root.name != LEAF_FILE:
            raise InputError.at(shown_path(root), None, f"a leaf is a file called {LEAF_FILE}")
        return [root], []
    if not root.is_dir():
        raise InputError.at(shown_path(root), None, f"no such folder; {_EXPECTED}{_folder_like(root)}")
    folders = [root / name for name in TOP_FOLDERS if (root / name).is_dir()]
    if not folders:
        raise InputError.at(shown_path(root), None, f"this is not a taxonomy; {_EXPECTED}{_nearest(root)}")
    found = [file for folder in folders for file in _below(folder)]
    named = [file for file in found if file.name == LEAF_FILE]
    return sorted(named, key=lambda file: file.parts), [file for file in found if file.name != LEAF_FILE]


def _below(folder: Path) -> Iterator[Path]:
    for here, _, names in os.walk(folder):
        for name in names:
            if name.lower() in {LEAF_FILE, "qna.yml"}:
                yield Path(here) / name


def _folder_like(root: Path) -> str:
    parent = root.absolute().parent
    return did_you_mean(root.name, [one.name for one in parent.iterdir() if one.is_dir()]) if parent.is_dir() else ""


def _nearest(root: Path) -> str:
    if root.absolute().name in TOP_FOLDERS:
        return f" Give the folder above it: {shown_path(root.absolute().parent)}"
    for entry in sorted(root.iterdir()):
        if entry.is_dir() and any((entry / name).is_dir() for name in TOP_FOLDERS):
            return f" Did you mean {shown_path(entry)}?"
    near = [hint for entry in root.iterdir() if entry.is_dir() and (hint := did_you_mean(entry.name, TOP_FOLDERS))]
    return near[0] if near else ""


def _root_and_parts(file: Path, root: Path) -> tuple[Path, tuple[str, ...]]:
    """Return the root of the taxonomy and the leaf's parts; a leaf outside a taxonomy is its own root."""
    folder = file.absolute().parent
    if root.is_dir():
        return root, folder.relative_to(root.absolute()).parts
    tops = [at for at, part in enumerate(folder.parts) if part in TOP_FOLDERS]
    if tops:
        return Path(*folder.parts[: tops[-1]]), folder.parts[tops[-1] :]
    return folder, (folder.name,)


def _warnings(empty: list[Path], misnamed: list[Path]) -> Iterator[Problem]:
    for file in empty:
        yield Problem(shown_path(file), None, "the file is empty and was passed over")
    for file in misnamed:
        yield Problem(shown_path(file), None, f"this file was passed over; a leaf is called {LEAF_FILE}")
