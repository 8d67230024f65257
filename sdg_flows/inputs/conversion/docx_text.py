"""DOCX as Markdown."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import mammoth

from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, Unreadable
from sdg_flows.inputs.conversion.html_text import to_markdown

MAX_UNPACKED = 512 * 1_048_576
"""Bytes that the parts of a document may have in all."""

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_CORE = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def convert(path: Path) -> ConvertedDocument:
    """Convert a DOCX file: styles of headings become headings, tables Markdown tables; pictures are left out."""
    with ZipFile(path) as parts:
        size = sum(part.file_size for part in parts.infolist())
        if size > MAX_UNPACKED:
            raise Unreadable(f"it unpacks to {size} bytes; at most {MAX_UNPACKED} are read")
        title = _title(parts)
    with path.open("rb") as file:
        html = mammoth.convert_to_html(file, style_map=_STYLES, convert_image=_no_picture)
    return ConvertedDocument(to_markdown(html.value), title)


def _title(parts: ZipFile) -> str | None:
    if _CORE not in parts.namelist():
        return None
    return (fromstring(parts.read(_CORE)).findtext(_TITLE) or "").strip() or None


def _no_picture(_: object) -> list[object]:
    return []
