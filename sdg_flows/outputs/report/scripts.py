"""The scripts of the report page: Vega-Lite as published by its authors, and the page's own.

They are embedded in the page, whose Content-Security-Policy names their digests so that no other script runs.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

CHARTING = ("vega.min.js", "vega-lite.min.js", "vega-interpreter.js")
PAGE = "report.js"
LICENCES = ("LICENSE-vega", "LICENSE-vega-lite", "LICENSE-bundled")
"""Licences of the charting scripts and of the packages bundled in them; a page with the scripts contains these too."""


@cache
def script(name: str) -> str:
    """Return the text of a script or licence."""
    return (files("sdg_flows.outputs.report") / "scripts_of_pages" / name).read_text(encoding="utf-8")


@cache
def script_sources() -> str:
    """Return the script sources for the page's Content-Security-Policy."""
    digests = (hashlib.sha256(script(name).encode()).digest() for name in (*CHARTING, PAGE))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
