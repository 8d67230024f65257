"""HTML as Markdown."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from markdownify import markdownify

from sdg_flows.inputs.conversion.converted_document import ConvertedDocument

_NOT_TEXT = ("script", "style", "noscript", "template", "nav", "svg", "iframe", "form", "button")


def convert(path: Path) -> ConvertedDocument:
    """Convert an HTML file; its encoding is the one that it declares, else found by its bytes."""
    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    for element in soup(_NOT_TEXT):
        element.decompose()
    return ConvertedDocument(to_markdown(str(soup.body or soup)), title or None)


def to_markdown(html: str) -> str:
    """Return HTML as Markdown: headings, lists, tables and code; of links their text, of pictures nothing."""
    return markdownify(
        html,
        heading_style="ATX",
        bullets="-",
        strip=["a", "img", "title"],
        escape_asterisks=False,
        escape_underscores=False,
        table_infer_header=True,
    ).strip()
