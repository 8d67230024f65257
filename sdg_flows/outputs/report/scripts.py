"""The scripts of a report's page: Vega-Lite, as its makers publish it, and the page's own.

Each stands in the page itself, and the page says by their digests that no other script may run.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

CHARTING = ("vega.min.js", "vega-lite.min.js", "vega-interpreter.js")
PAGE = "report.js"
LICENCES = ("LICENSE-vega", "LICENSE-vega-lite", "LICENSE-bundled")
"""Those of the charting scripts and of the packages that stand in them; a page that has the scripts has these too."""


@cache
def script(name: str) -> str:
    """Give the text of a script, or of a licence."""
    return (files("sdg_flows.outputs.report") / "scripts_of_pages" / name).read_text(encoding="utf-8")


@cache
def script_sources() -> str:
    """Give what a Content-Security-Policy says of the scripts that may run."""
    digests = (hashlib.sha256(script(name).encode()).digest() for name in (*CHARTING, PAGE))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
