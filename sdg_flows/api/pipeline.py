from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sdg_flows.api.client import Client, endpoint_of, use_key_of
from sdg_flows.core.pipeline import needed_columns
from sdg_flows.core.run_record import PipelineResult
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.load import load
from sdg_flows.inputs.dataset_tables import store_dataset, to_dataset
from sdg_flows.orchestrate.choices import NUM_INSTRUCTIONS, Choices
from sdg_flows.orchestrate.flow_in_thread import run_in_thread
from sdg_flows.orchestrate.plan import Inputs, make_plan_for
from sdg_flows.outputs.run_folder.folder import WrittenRun

if TYPE_CHECKING:
    from datasets import Dataset


@dataclass(frozen=True)
class Pipeline:
    """A flow file that can be called on a `datasets.Dataset`.

    `work_dir` keeps all answers: the same call again asks nothing. With `output_dir`, rejected rows are in
    `rejected.jsonl` of the run; without it they are discarded.
    """

    path: Path
    client: Client | None = None
    model: str | None = None
    model_family: str | None = None
    num_instructions: int = NUM_INSTRUCTIONS
    work_dir: Path = Path(".sdg_work")
    output_dir: Path | None = None

    @classmethod
    def from_file(cls, path: str | Path, client: Client | None = None, *, model: str | None = None) -> Pipeline:
        """Load the pipeline of a flow file of any dialect. A relative path starts at the current folder.

        Raises:
            FlowFileError: with all problems of the file and of the prompt files that it names.
        """
        load(Path(path), Binding(num_instructions=NUM_INSTRUCTIONS))
        return cls(Path(path), client, model)

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the columns that a data set must have."""
        return needed_columns(load(self.path, Binding(self.num_instructions, self.model_family)))

    def generate(self, dataset: Dataset) -> Dataset:
        """Return the rows that the pipeline generates from a data set, in the order of the rows they come from.

        Raises:
            GenerateError: the run was refused or stopped; all answers are kept.
        """
        with TemporaryDirectory(prefix="sdg_flows-") as scratch, use_key_of(self.client):
            choices = Choices(
                pipeline=str(self.path),
                output=str(self.output_dir or scratch),
                work_dir=str(self.work_dir),
                endpoint=endpoint_of(self.client),
                model=self.model,
                model_family=self.model_family,
                num_instructions=self.num_instructions,
            )
            rows = store_dataset(dataset, Path(scratch) / "rows")
            plan = make_plan_for(Inputs(f"a data set of {rows.num_rows} rows", {"dataset": rows}), choices)
            return run_in_thread(choices, plan, _to_dataset)


def _to_dataset(written: WrittenRun, results: Sequence[PipelineResult]) -> Dataset:
    return to_dataset(results[0].rows.table())
