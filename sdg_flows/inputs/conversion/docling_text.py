"""PDF as Markdown by docling, which knows layouts, tables and scans; the extra `docling` installs it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from sdg_flows.inputs.conversion.converted import Converted
from sdg_flows.inputs.conversion.pdf_text import of_pages

_PAGE_BREAK = "\f"


def converted(path: Path) -> Converted:
    """Convert a PDF by docling's standard pipeline; pictures are left out."""
    document = import_module("docling.document_converter").DocumentConverter().convert(path).document
    text = document.export_to_markdown(page_break_placeholder=_PAGE_BREAK, image_placeholder="")
    return of_pages([page.strip() for page in text.split(_PAGE_BREAK)], None)
