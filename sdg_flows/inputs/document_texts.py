"""Documents as texts: Markdown and plain text as they stand, other formats converted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import InputError, Problem
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument
from sdg_flows.inputs.conversion.stored_documents import convert_documents
from sdg_flows.inputs.documents import TEXT_SUFFIXES, DocumentFile
from sdg_flows.inputs.passages import top_title
from sdg_flows.inputs.utf8_file import read_utf8

MAX_BYTES = 64 * 1_048_576
"""The most that the file of a document has."""

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class Document:
    """A document's text and title, where it is from, and where in the text each page starts, if it has pages."""

    text: str
    title: str
    source: str
    page_starts: tuple[int, ...] = ()

    def page(self, at: int) -> int | None:
        """Return the number of the page, from 1, of the character at a place; None when there are no pages."""
        return bisect_right(self.page_starts, at) or None


def read_documents(files: Iterable[DocumentFile], work_dir: Path) -> dict[DocumentFile, Document | Problem]:
    """Return the document of each file, or what is wrong with it; converted documents are kept in `work_dir`.

    The title is that of the first heading of the first level, else that of the metadata, else the file's name. Where
    there are pages the metadata go first: a PDF's headings are its bookmarks, and the first may be its cover's.

    Raises:
        DiskError: a document cannot be kept.
    """
    found = {file: _file_problem(file) for file in files}
    binary = [file for file, problem in found.items() if problem is None and not _is_text(file)]
    converted = convert_documents([file.path for file in binary], work_dir)
    return {file: problem or _document(file, converted) for file, problem in found.items()}


def _is_text(file: DocumentFile) -> bool:
    return file.path.suffix.lower() in TEXT_SUFFIXES


def _file_problem(file: DocumentFile) -> Problem | None:
    """Return what is wrong with a file before it is read as what its suffix says."""
    try:
        size = file.path.stat().st_size
        with file.path.open("rb") as opened:
            start = opened.read(len(_LFS_POINTER))
    except OSError as error:
        return Problem(file.shown, None, f"the file cannot be read: {error.strerror}")
    if size > MAX_BYTES:
        return Problem(file.shown, None, f"the file is too large; at most {MAX_BYTES} bytes are read")
    if start == _LFS_POINTER:
        text = "this is a pointer of Git LFS; give a repository that has the document itself"
        return Problem(file.shown, None, text)
    return None


def _document(file: DocumentFile, converted: Mapping[Path, ConvertedDocument | str]) -> Document | Problem:
    try:
        made = (
            ConvertedDocument(read_utf8(file.path, file.shown, MAX_BYTES)) if _is_text(file) else converted[file.path]
        )
    except InputError as error:
        return error.problems[0]
    if isinstance(made, str):
        return Problem(file.shown, None, made)
    if not made.text.strip():
        return Problem(file.shown, None, "the document has no text")
    return Document(made.text, _title(made) or file.path.stem, file.source, made.page_starts)


def _title(made: ConvertedDocument) -> str | None:
    heading = top_title(made.text)
    return made.title or heading if made.page_starts else heading or made.title
