"""The dataset card of a run: README.md in the format of the Hugging Face hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from sdg_flows.core.run_record import RunRecord
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.rejections import by_reason
from sdg_flows.outputs.run_folder.origins import FlowFile, distinct_texts, flow_files, licences, rows_by_leaf
from sdg_flows.outputs.run_folder.training import OFFLINE_NOTICE
from sdg_flows.outputs.summary import Summary

_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
)
_LARGEST = "1B<n<10B"

_DATA = files("sdg_flows.outputs") / "templates" / "hub_licences.yaml"
_HUB_LICENCES = frozenset[str](yaml.safe_load(_DATA.read_text(encoding="utf-8")))
"""The licence names that the hub knows; every other licence is `other`."""


@dataclass(frozen=True)
class Card:
    """The values the template reads. `front` is the YAML front matter; `notice` is set for the offline teacher."""

    run: RunRecord
    summary: Summary
    front: str
    files: list[tuple[str, int]]
    reasons: list[tuple[str, int]]
    flow_files: list[FlowFile]
    documents: list[str]
    leaves: list[tuple[str, int]]
    licences: list[str]
    notice: str | None


def build_card(record: RunRecord, summary: Summary, written: Mapping[str, FileFacts]) -> Card:
    """Build the card; `written` are the files written before it, by name."""
    found = licences(record)
    rows = {name: written[name].lines for name in ("train.jsonl", "test.jsonl", "messages.jsonl")}
    return Card(
        run=record,
        summary=summary,
        front=yaml.safe_dump(_front(rows, found), sort_keys=False, allow_unicode=True).strip(),
        files=list(rows.items()),
        reasons=by_reason(summary.rejections),
        flow_files=flow_files(record),
        documents=distinct_texts(record, "source"),
        leaves=rows_by_leaf(record),
        licences=found,
        notice=OFFLINE_NOTICE if record.teacher_is_offline else None,
    )


def card_markdown(card: Card) -> str:
    """Render the card as Markdown with its front matter."""
    return TEMPLATES.get_template("card.md.jinja").render(card=card)


def size_category(rows: int) -> str:
    """Return the hub's size category for a number of rows."""
    return next((word for bound, word in _SIZES if rows < bound), _LARGEST)


def hub_licence(licence: str) -> str:
    """Return the hub's name of a licence, such as `cc-by-sa-4.0` for `CC BY-SA 4.0`; `other` when it has none."""
    name = "-".join(licence.lower().split())
    return name if name in _HUB_LICENCES else "other"


def _front(rows: Mapping[str, int], licences: list[str]) -> dict[str, Any]:
    names = list(dict.fromkeys(map(hub_licence, licences)))
    configs = [
        _config("default", {"train": "train.jsonl", "test": "test.jsonl"}, rows),
        _config("messages", {"train": "messages.jsonl"}, rows),
    ]
    return {
        "license": names[0] if len(names) == 1 else names,
        "size_categories": [size_category(rows["train.jsonl"])],
        "tags": ["synthetic", "sdg_flows"],
        "configs": [config for config in configs if config["data_files"]],
    }


def _config(name: str, splits: Mapping[str, str], rows: Mapping[str, int]) -> dict[str, Any]:
    """Return a configuration of the data set; files without rows are left out because readers refuse empty splits."""
    data_files = [{"split": split, "path": path} for split, path in splits.items() if rows[path]]
    return {"config_name": name, "data_files": data_files}
