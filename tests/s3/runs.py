"""A project whose work directory and outputs are in a bucket."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestrate.project import Project
from s3.bucket import Bucket
from sdg_flows.orchestrate.flows import generate


@dataclass(frozen=True)
class There:
    """The project, run in the bucket."""

    project: Project
    bucket: Bucket

    @property
    def places(self) -> dict[str, str]:
        return {"work_dir": f"{self.bucket.url}/sdg", "output": f"{self.bucket.url}/data"}

    @property
    def arguments(self) -> list[str]:
        """Return the words of a command line."""
        work, output = self.places.values()
        return [*self.project.arguments, "--work-dir", work, "--output", output]

    def run(self, **changes: Any) -> Path:
        """Run in this process, and give a copy of the run's folder."""
        return self.brought(self.run_at(**changes))

    def run_at(self, **changes: Any) -> str:
        """Run in this process, and give the address of the run's folder."""
        run_flow: Any = generate  # Prefect's overloads take an async flow for a state
        return asyncio.run(run_flow(**{**self.project.choices, **self.places, **changes}))["folder"]

    def brought(self, folder: str) -> Path:
        return self.bucket.brought(folder, self.project.folder / "brought")


@pytest.fixture
def there(project: Project, bucket: Bucket) -> There:
    return There(project, bucket)
