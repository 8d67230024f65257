from __future__ import annotations

import base64
from collections.abc import Sequence
from importlib.util import find_spec

from sdg_flows.outputs.markdown import inline
from sdg_flows.outputs.report.report_charts import NamedChart


def charts_page(charts: Sequence[NamedChart]) -> str | None:
    """Return the charts of a report as Markdown with a picture of each; None without the extra `pictures`."""
    if find_spec("vl_convert") is None:
        return None
    # Imported only here: it needs an extra.
    from sdg_flows.outputs.report.chart_images import svg

    def chart_section(chart: NamedChart) -> str:
        data = base64.b64encode(svg(chart.spec).encode()).decode()
        return f"### {inline(chart.title)}\n\n![{inline(chart.name)}](data:image/svg+xml;base64,{data})\n"

    sections = dict.fromkeys(chart.section for chart in charts)
    return "\n".join(
        f"## {section.capitalize()}\n\n"
        + "\n".join(chart_section(chart) for chart in charts if chart.section == section)
        for section in sections
    )
