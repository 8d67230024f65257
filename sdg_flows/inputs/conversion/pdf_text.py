"""PDF as text with pages, its bookmarks as headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import Destination

from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, Unreadable

_STOPS = (".", "!", "?", "…", ":", "\u3002", "\uff01", "\uff1f")
_BAD_OUTLINE = (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


def convert(path: Path) -> ConvertedDocument:
    """Convert a PDF with a text layer; a line of a page that is a bookmark's title becomes a heading of its level.

    Raises:
        Unreadable: it is damaged, needs a password, or no page has a text.
    """
    try:
        return _converted(PdfReader(path))
    except (PyPdfError, DependencyError) as error:
        raise Unreadable(f"it is damaged: {error}") from error


def _converted(reader: PdfReader) -> ConvertedDocument:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("it is locked by a password")
    headings = _headings(reader)
    pages = [_page(page.extract_text(), headings.get(at, {})) for at, page in enumerate(reader.pages)]
    if not any(pages):
        raise Unreadable("no page has a text; if it was scanned, give a copy with recognised text")
    title = reader.metadata.title if reader.metadata else None
    return join_pages(pages, title if isinstance(title, str) and title.strip() else None)


def join_pages(pages: Iterable[str], title: str | None) -> ConvertedDocument:
    """Put pages under one another; a sentence that runs on to the next page stays in its paragraph."""
    text, starts = "", list[int]()
    for page in pages:
        if text and page:
            text += "\n\n" if text.endswith(_STOPS) or page.startswith("#") else "\n"
        starts.append(len(text))
        text += page
    return ConvertedDocument(text, title, tuple(starts))


def _page(text: str, headings: Mapping[str, int]) -> str:
    """Return the lines of a page; the first that has a heading's text is made one."""
    left = dict(headings)
    lines = [_line(line.rstrip(), left) for line in text.splitlines()]
    return "\n".join(lines).strip()


def _line(line: str, left: dict[str, int]) -> str:
    level = left.pop(_folded(line), None)
    return line if level is None else f"\n{'#' * level} {line.strip()}\n"


def _headings(reader: PdfReader) -> dict[int, dict[str, int]]:
    """Return the bookmarks of each page: their titles, folded, with their levels; none of an outline that is broken."""
    found: dict[int, dict[str, int]] = {}
    with suppress(*_BAD_OUTLINE):
        for bookmark, level in _bookmarks(reader.outline, 1):
            page = reader.get_destination_page_number(bookmark)
            if page is not None and bookmark.title:
                found.setdefault(page, {})[_folded(bookmark.title)] = min(level, 6)
    return found


def _bookmarks(outline: Iterable[object], level: int) -> Iterator[tuple[Destination, int]]:
    for entry in outline:
        if isinstance(entry, Destination):
            yield entry, level
        elif isinstance(entry, list):
            yield from _bookmarks(entry, level + 1)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
