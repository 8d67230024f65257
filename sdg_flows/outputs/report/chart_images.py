"""The charts of a report as images, for places that cannot draw Vega-Lite: Prefect's UI, a document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import vl_convert

from sdg_flows.outputs.report.charts import Spec

WIDTH = 640
COLOURS: Mapping[str, str] = {
    "--got": "#1d8357",
    "--lost": "#c4512f",
    "--cost": "#3c5bc0",
    "--muted": "#646b75",
    "--line": "#e4e4de",
    "--card": "#ffffff",
}
"""The light colour scheme of the page's style sheet."""
_NAMED = re.compile(r"var\((--[a-z]+)\)")


def png(chart: Spec, title: str = "", scale: float = 2.0) -> bytes:
    """Render a chart as a PNG, `WIDTH` times `scale` pixels wide, without network access."""
    return vl_convert.vegalite_to_png(picture(chart, title), scale=scale)


def svg(chart: Spec, title: str = "") -> str:
    """Render a chart as an SVG."""
    return vl_convert.vegalite_to_svg(picture(chart, title))


def picture(chart: Spec, title: str) -> Spec:
    """Return the chart with a fixed width, background and colours instead of the page's."""
    style = {**chart["config"], "background": "var(--card)", "font": "sans-serif", "padding": 12}
    whole = json.dumps({**chart, "width": WIDTH, "title": title, "config": style})
    return json.loads(_NAMED.sub(lambda name: COLOURS[name[1]], whole))
