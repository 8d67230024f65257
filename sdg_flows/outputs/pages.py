"""The Jinja templates of the pages, and the filters they use."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from sdg_flows.outputs import figures, markdown


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("sdg_flows.outputs"),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": figures.number,
        "counted": figures.counted,
        "short": figures.short,
        "duration": figures.duration,
        "dollars": figures.dollars,
        "percent": figures.percent,
        "cell_text": figures.cell_text,
        "clipped": figures.clipped,
        "setting": figures.setting,
        "rate": figures.rate,
        "inline": markdown.inline,
        "quoted": markdown.quoted,
    }
    return environment


TEMPLATES = _templates()
