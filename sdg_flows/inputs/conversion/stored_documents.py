"""Converted documents, kept in the work directory by content and converter, so that each is converted once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, from_json
from sdg_flows.inputs.conversion.formats import format_of
from sdg_flows.inputs.conversion.process_pool import convert_all
from sdg_flows.inputs.conversion.worker import Task


def convert_documents(paths: Iterable[Path], work_dir: Path) -> dict[Path, ConvertedDocument | str]:
    """Return each file as a converted document, or the reason why it cannot be read. Failures are not kept.

    Raises:
        DiskError: the work directory cannot be written.
    """
    tasks = {path: _task(path, work_dir) for path in paths}
    missing = {task.target: task for task in tasks.values() if not task.target.is_file()}
    if missing:
        _make_folder(work_dir / "converted")
    failed = {task.target: reason for task, reason in convert_all(list(missing.values())).items()}
    return {path: failed.get(task.target) or _read(task.target) for path, task in tasks.items()}


def _task(path: Path, work_dir: Path) -> Task:
    form = format_of(path.suffix.lower())
    digest = hashlib.sha256(form.version.encode())
    digest.update(path.read_bytes())
    return Task(path, work_dir / "converted" / f"{digest.hexdigest()[:40]}.json", form)


def _read(target: Path) -> ConvertedDocument:
    return from_json(target.read_text(encoding="utf-8"))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(f"{folder}: converted documents cannot be kept there: {error}") from error
