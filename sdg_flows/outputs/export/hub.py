"""Publishes a run's rows on the Hugging Face hub with `datasets`."""

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
    """The content to publish: the subsets by name, and the card."""

    subsets: Mapping[str, datasets.DatasetDict]
    card: str


def publish(run: Path, to: str, *, private: bool = False, even_offline: bool = False) -> Mapping[str, int]:
    """Publish a run's training, test and message rows with its card as `to`, `user/name`; return the rows by split.

    The token is HF_TOKEN or that of the hub's own login.

    Raises:
        SettingsError: `to` is not such a name, or the rows are of the offline teacher and not `even_offline`.
        InputError: `run` is not a run's folder, or has no training rows.
        GenerateError: the hub cannot be reached, or refuses.
    """
    datasets.disable_progress_bars()
    if not _NAME.fullmatch(to):
        raise SettingsError(f"--to {to!r}: expected user/name, of letters, digits, '-', '_' and '.'.")
    refuse_offline(run, even_offline=even_offline)
    with TemporaryDirectory(prefix="sdg_flows-") as scratch:
        publication = read_publication(run, Path(scratch))
        try:
            _push(publication, to, private=private)
        except (OSError, httpx.HTTPError, httpx2.HTTPError) as error:
            raise GenerateError(f"{to}: the hub cannot be reached, or refuses: {error}") from error
        subsets = publication.subsets.items()
        return {f"{name}/{split}": rows.num_rows for name, splits in subsets for split, rows in splits.items()}


def refuse_offline(run: Path, *, even_offline: bool) -> None:
    """Refuse a folder that is not a run's, and the rows of the offline teacher.

    Raises:
        InputError: there is no readable run.json.
        SettingsError: the teacher was offline, and not `even_offline`.
    """
    try:
        facts: Any = json.loads((run / "run.json").read_text(encoding="utf-8"))
        offline: bool = facts["offline"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError.at(str(run), None, "this is no run's folder: it has no run.json that can be read.") from error
    if offline and not even_offline:
        raise SettingsError(
            f"{run}: these rows were made by the offline teacher, for trying out flows and not for training. "
            "Name --even-offline to publish them all the same."
        )


def read_publication(run: Path, scratch: Path) -> Publication:
    """Read the content to publish; its rows stay in files below `scratch`. Files without rows are left out.

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
    """Return the card without `configs`, which name the run's local files: pushing rows writes new ones."""
    card = DatasetCard(text, ignore_metadata_errors=True)
    card.data.__dict__.pop("configs", None)
    return str(card)


def _push(publication: Publication, to: str, *, private: bool) -> None:
    """Publish the card, then the rows, because pushing rows extends the card's front matter."""
    hub = HfApi()
    hub.create_repo(to, repo_type="dataset", private=private, exist_ok=True)
    hub.upload_file(
        path_or_fileobj=publication.card.encode(), path_in_repo="README.md", repo_id=to, repo_type="dataset"
    )
    for name, splits in publication.subsets.items():
        splits.push_to_hub(to, config_name=name, private=private)
