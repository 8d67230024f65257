"""The picture of growth.py: a field for each figure, rows to the right and cost upward, both doubling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

FIELDS = {
    "Time, s": {"seconds": "command to end", "asking_s": "first request to last answer"},
    "CPU of the run's process, s": {"cpu_s": "CPU"},
    "Most memory, MB": {"peak_rss_mb": "resident"},
    "Kept on disk, MB": {"answers_mb": "answers", "checkpoints_mb": "checkpoints", "output_mb": "output"},
    "Prefect's database, MB": {"prefect_mb": "grown by"},
    "Task runs": {"task_runs": "task runs"},
}
"""The title of each field, and its figures with what they are called there."""


def drawn(costs: Sequence[Mapping[str, float]], picture: Path) -> None:
    """Write the picture of some sizes into an SVG file; the same figures give the same file."""
    rows = [cost["rows"] for cost in costs]
    with mpl.rc_context({"svg.hashsalt": "growth", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3}):
        figure = Figure(figsize=(10, 6), layout="constrained")
        for field, (title, figures) in zip(figure.subplots(2, 3).flat, FIELDS.items(), strict=True):
            for name, label in figures.items():
                field.plot(rows, [cost[name] for cost in costs], marker="o", markersize=4, label=label)
            top = max(costs[-1][name] for name in figures)
            field.plot(rows, [top * row / rows[-1] for row in rows], "--", color="grey", label="as the rows do")
            field.set(title=title, xlabel="rows", xscale="log")
            field.set_yscale("log", base=2)
            field.yaxis.set_major_formatter("{x:g}")
            field.set_xticks(rows, [f"{row:,}" for row in rows], rotation=30)
            field.minorticks_off()
            field.legend(fontsize=8)
        picture.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(picture, metadata={"Date": None})
