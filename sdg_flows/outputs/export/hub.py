"""A run's rows on the Hugging Face hub, as `datasets` publishes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import datasets
import httpx
import httpx2
from huggingface_hub import DatasetCard, HfApi

from sdg_flows.core.errors import GenerateError, InputError, SettingsError

_SUBSETS = {
    "default": {"train": "train.jsonl", "test": "test.jsonl"},
    "messages": {"train": "messages.jsonl"},
}
_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True)
class Publication:
    """What is published of a run: its subsets by name, and the card."""

    subsets: Mapping[str, datasets.DatasetDict]
    card: str


def publish(run: Path, to: str, *, private: bool = False, even_offline: bool = False) -> Mapping[str, int]:
    """Publish a run's training, test and message rows with its card as `to`, `user/name`; give the rows by split.

    The token is HF_TOKEN or that of the hub's own login.

    Raises:
        SettingsError: `to` is no name, or the rows were made by the offline teacher and not `even_offline`.
        InputError: `run` is no run's folder, or has no training rows.
        GenerateError: the hub cannot be reached, or refuses.
    """
    datasets.disable_progress_bars()
    if not _NAME.fullmatch(to):
        raise SettingsError(f"--to {to!r}: expected user/name, of letters, digits, '-', '_' and '.'.")
    refuse_offline(run, even_offline=even_offline)
    with TemporaryDirectory(prefix="sdg_flows-") as scratch:
        found = publication(run, Path(scratch))
        try:
            _push(found, to, private=private)
        except (OSError, httpx.HTTPError, httpx2.HTTPError) as error:
            raise GenerateError(f"{to}: the hub cannot be reached, or refuses: {error}") from error
        subsets = found.subsets.items()
        return {f"{name}/{split}": rows.num_rows for name, splits in subsets for split, rows in splits.items()}


def refuse_offline(run: Path, *, even_offline: bool) -> None:
    """Refuse a folder that is no run's, and the rows of the offline teacher.

    Raises:
        InputError: there is no run.json that can be read.
        SettingsError: the teacher was offline, and not `even_offline`.
    """
    try:
        told: Any = json.loads((run / "run.json").read_text(encoding="utf-8"))
        offline: bool = told["offline"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError.at(str(run), None, "this is no run's folder: it has no run.json that can be read.") from error
    if offline and not even_offline:
        raise SettingsError(
            f"{run}: these rows were made by the offline teacher, for trying out flows and not for training. "
            "Name --even-offline to publish them all the same."
        )


def publication(run: Path, scratch: Path) -> Publication:
    """Read what is published of a run; its rows stay in files below `scratch`. A file without rows is no split.

    Raises:
        InputError: a file cannot be read, or there are no training rows.
    """
    subsets = {name: _subset(run, files, scratch) for name, files in _SUBSETS.items()}
    if "train" not in subsets["default"]:
        raise InputError.at(str(run / "train.jsonl"), None, "the run has no training rows to publish.")
    try:
        return Publication(subsets, _card((run / "README.md").read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError.at(str(run / "README.md"), None, f"the card cannot be read: {error.strerror}.") from error


def _subset(run: Path, files: Mapping[str, str], scratch: Path) -> datasets.DatasetDict:
    splits = datasets.DatasetDict()
    for split, name in files.items():
        try:
            if (run / name).stat().st_size:
                splits[split] = datasets.Dataset.from_json(str(run / name), cache_dir=str(scratch))
        except OSError as error:
            raise InputError.at(str(run / name), None, f"the rows cannot be read: {error.strerror}.") from error
    return splits


def _card(text: str) -> str:
    """Give the card without its `configs`, which name the run's own files: pushing rows writes those of the hub."""
    card = DatasetCard(text, ignore_metadata_errors=True)
    card.data.__dict__.pop("configs", None)
    return str(card)


def _push(found: Publication, to: str, *, private: bool) -> None:
    """Publish the card first: pushing rows adds to the front matter that is there."""
    hub = HfApi()
    hub.create_repo(to, repo_type="dataset", private=private, exist_ok=True)
    hub.upload_file(path_or_fileobj=found.card.encode(), path_in_repo="README.md", repo_id=to, repo_type="dataset")
    for name, splits in found.subsets.items():
        splits.push_to_hub(to, config_name=name, private=private)
