from __future__ import annotations

from sdg_flows.core.pipeline import needed_columns
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import list_suites
from sdg_flows.flowfile.load import load


def pipelines_listed() -> int:
    """Print each suite, where it lies, and which columns its pipelines need."""
    for suite in list_suites():
        print(f"{suite.name}  ({suite.place})")
        for name, path in suite.pipelines.items():
            needs = ", ".join(needed_columns(load(path, Binding(num_instructions=1))))
            print(f"  {name:<16} needs {needs}")
    return 0
