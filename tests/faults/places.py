"""Folders that the disk makes trouble in; they need root and mount(8)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest


def _mounted(place: Path, undo: ExitStack, *options: str) -> Path:
    """Mount something at a place, or skip the test where that is not permitted."""
    place.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(place)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mount(8) is not permitted here: {done.stderr.strip()}")
    undo.callback(subprocess.run, ["umount", "--lazy", str(place)], check=True)
    return place


def _options(limits: dict[str, int | str]) -> str:
    return ",".join(f"{name}={value}" for name, value in limits.items())


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Return a function that gives a folder on a disk of a size in KiB, or with so many inodes."""
    with ExitStack() as undo:
        yield lambda **limits: _mounted(tmp_path / "small", undo, "-t", "tmpfs", "-o", _options(limits), "tmpfs")


def resized(small: Path, **limits: int | str) -> None:
    """Return a small disk other limits."""
    subprocess.run(["mount", "-o", f"remount,{_options(limits)}", str(small)], check=True)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Return a function that makes a folder, with what is in it, one that not even root can write."""
    with ExitStack() as undo:

        def made(folder: Path) -> Path:
            _mounted(folder, undo, "--bind", str(folder))
            return _mounted(folder, ExitStack(), "-o", "remount,ro,bind")

        yield made
