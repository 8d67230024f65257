"""Which suffixes are converted, by which module and packages, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec

REVISION = 1
"""Raised when our own part of a conversion gives another text for the same document."""


@dataclass(frozen=True)
class Limits:
    """What the conversion of one document may take; `memory` is the address space in MiB, None for any."""

    memory: int | None = 2048
    cpu_seconds: int = 60
    wall_seconds: int = 120


@dataclass(frozen=True)
class Format:
    """A module of this folder with a function `converted(path)`, and the packages whose versions decide its text."""

    module: str
    packages: tuple[str, ...]
    limits: Limits = Limits()

    @property
    def version(self) -> str:
        """Return what decides the text beside the document: our revision and the versions of the packages."""
        return " ".join([f"{self.module} {REVISION}", *(f"{name} {_installed(name)}" for name in self.packages)])


@cache
def _installed(package: str) -> str:
    return version(package)


_HTML = Format("html_text", ("markdownify", "beautifulsoup4"))
_PDF = Format("pdf_text", ("pypdf",))
_DOCLING = Format("docling_text", ("docling",), Limits(memory=None, cpu_seconds=3600, wall_seconds=900))
_FORMATS = {
    ".pdf": _PDF,
    ".docx": Format("docx_text", ("mammoth", "markdownify", "beautifulsoup4")),
    ".html": _HTML,
    ".htm": _HTML,
}

CONVERTED_SUFFIXES = tuple(_FORMATS)


def format_of(suffix: str) -> Format:
    """Return the format for a suffix; PDF uses docling if that package is installed."""
    if suffix == ".pdf" and find_spec("docling") is not None:
        return _DOCLING
    return _FORMATS[suffix]
