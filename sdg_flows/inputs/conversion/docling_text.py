"""PDF as Markdown by docling, which knows layouts, tables and scans; the extra `docling` installs it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from sdg_flows.inputs.conversion.converted_document import ConvertedDocument
from sdg_flows.inputs.conversion.pdf_text import join_pages


def convert(path: Path) -> ConvertedDocument:
    """Convert a PDF by docling's standard pipeline; pictures are left out."""
    document = import_module("docling.document_converter").DocumentConverter().convert(path).document
    pages = range(1, max(document.pages, default=0) + 1)
    return join_pages([document.export_to_markdown(page_no=at, image_placeholder="").strip() for at in pages], None)
