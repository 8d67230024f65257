"""Small DOCX and PDF files, made of texts, for the benchmarks and the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
}


def docx(*content: str | Sequence[Sequence[str]], title: str | None = None) -> bytes:
    """Return a DOCX of paragraphs, headings (`# ` to `###### ` before their text) and tables (rows of cells)."""
    body = "".join(_paragraph(part) if isinstance(part, str) else _table(part) for part in content)
    parts = {**_PARTS, "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'}
    if title is not None:
        properties = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        core = f"<cp:coreProperties {properties}><dc:title>{escape(title)}</dc:title></cp:coreProperties>"
        parts["docProps/core.xml"] = core
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of these parts, the same bytes for the same parts at any time."""
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name, text in parts.items():
            file.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return made.getvalue()


def _paragraph(text: str) -> str:
    marks = len(text) - len(text.lstrip("#"))
    style = f'<w:pPr><w:pStyle w:val="Heading{marks}"/></w:pPr>' if marks else ""
    return f"<w:p>{style}<w:r><w:t>{escape(text.lstrip('#').strip())}</w:t></w:r></w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def pdf(*pages: Sequence[str], title: str | None = None, bookmarks: Mapping[str, int] | None = None) -> bytes:
    """Return a PDF with these lines on its pages; a bookmark leads to a page, from 0."""
    page_numbers = [6 + 2 * at for at in range(len(pages))]
    first_bookmark = 6 + 2 * len(pages)
    marks = _bookmarks(bookmarks or {}, page_numbers, first_bookmark)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {'/Outlines 5 0 R' if marks else ''} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{number} 0 R' for number in page_numbers)}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) >>" if title else "<< >>",
        f"<< /First {first_bookmark} 0 R /Last {first_bookmark + len(marks) - 1} 0 R /Count {len(marks)} >>",
    ]
    for number, lines in zip(page_numbers, pages, strict=True):
        objects += [_page(number + 1), _stream(lines)]
    return _file([*objects, *marks])


def _page(content: int) -> str:
    resources = "/Resources << /Font << /F 3 0 R >> >>"
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} /Contents {content} 0 R >>"


def _stream(lines: Sequence[str]) -> str:
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    text = f"BT /F 11 Tf 14 TL 72 720 Td {shown} ET"
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _bookmarks(bookmarks: Mapping[str, int], page_numbers: Sequence[int], first: int) -> list[str]:
    made: list[str] = []
    for at, (title, page) in enumerate(bookmarks.items()):
        following = f"/Next {first + at + 1} 0 R" if at + 1 < len(bookmarks) else ""
        made.append(f"<< /Title ({title}) /Parent 5 0 R {following} /Dest [{page_numbers[page]} 0 R /Fit] >>")
    return made


def _file(objects: Sequence[str]) -> bytes:
    text, offsets = "%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")
