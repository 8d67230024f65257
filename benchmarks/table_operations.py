"""What tables.py measures: blocks, and the same operations as users of polars and of datasets write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import datasets
import polars as pl
import pyarrow as pa

from sdg_flows.blocks.combine_columns import CombineColumnsBlock
from sdg_flows.blocks.drop_duplicates import DropDuplicatesBlock
from sdg_flows.blocks.filter_by_value import FilterByValueBlock
from sdg_flows.blocks.flatten_columns import FlattenColumnsBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.blocks.sample_rows import SampleRowsBlock
from sdg_flows.blocks.sampler import SamplerBlock
from sdg_flows.blocks.selector import SelectorBlock
from sdg_flows.core.block import TableBlock

_PICKS = {"first": "draft", "second": "revision"}
_FACTS = 6


@dataclass(frozen=True)
class Operation:
    """One operation three times, each on the whole table. `column` is equal after all three; None after chance."""

    block: TableBlock
    in_polars: Callable[[pl.DataFrame], pl.DataFrame]
    in_datasets: Callable[[datasets.Dataset], datasets.Dataset]
    column: str | None

    @property
    def name(self) -> str:
        """Return the name of the block."""
        return self.block.name


def made_table(rows: int) -> pa.Table:
    """Return so many rows; one of ten has the question of the row before, and a score of 0."""
    places = range(rows)
    return pa.table(
        {
            "row_id": [f"{at:024x}" for at in places],
            "question": [f"What does passage {at - (at % 10 == 1)} tell of the mill on the river?" for at in places],
            "draft": [f"In its first half, passage {at} tells of those who built it." for at in places],
            "revision": [f"Passage {at} tells of those who built it, and of when it stood still." for at in places],
            "verdict": ["first" if at % 3 else "second" for at in places],
            "score": [str(at % 10) for at in places],
            "number": [at % 10 for at in places],
            "facts": [[f"fact {at + fact}" for fact in range(_FACTS)] for at in places],
        }
    )


def _pandas_deduplicated(found: datasets.Dataset) -> datasets.Dataset:
    return datasets.Dataset.from_pandas(found.to_pandas().drop_duplicates(subset=["question"], ignore_index=True))


def _pandas_melted(found: datasets.Dataset) -> datasets.Dataset:
    others = [name for name in found.column_names if name not in _PICKS.values()]
    long = found.to_pandas().melt(others, list(_PICKS.values()), var_name="version", value_name="text")
    return datasets.Dataset.from_pandas(long)


def _of_batch(make: Callable[[dict[str, list[Any]]], dict[str, list[Any]]]) -> Callable[[datasets.Dataset], Any]:
    return lambda found: found.map(make, batched=True, keep_in_memory=True)


def _drawn(batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {"drawn": [random.sample(facts, 3) for facts in batch["facts"]]}


def operations(rows: int) -> tuple[Operation, ...]:
    """Return the operations for a table of so many rows."""
    return (
        Operation(
            FilterByValueBlock(name="filter", filter_column="number", filter_value=1, operation="ge"),
            lambda found: found.filter(pl.col("number") >= 1),
            lambda found: found.filter(lambda batch: [cell >= 1 for cell in batch["number"]], batched=True),
            "number",
        ),
        Operation(
            FilterByValueBlock(
                name="filter_text_as_numbers",
                filter_column="score",
                filter_value=1,
                operation="ge",
                convert_dtype="float",
            ),
            lambda found: found.with_columns(pl.col("score").cast(pl.Float64)).filter(pl.col("score") >= 1),
            lambda found: _of_batch(lambda batch: {"score": [float(cell) for cell in batch["score"]]})(found).filter(
                lambda batch: [cell >= 1 for cell in batch["score"]], batched=True
            ),
            "score",
        ),
        Operation(
            DropDuplicatesBlock(name="drop_duplicates", cols=("question",)),
            lambda found: found.unique("question", keep="first", maintain_order=True),
            _pandas_deduplicated,
            "draft",
        ),
        Operation(
            SelectorBlock(name="select", choice_map=_PICKS, choice_col="verdict", output_col="answer"),
            lambda found: found.with_columns(
                pl.when(pl.col("verdict") == "first").then("draft").otherwise("revision").alias("answer")
            ),
            _of_batch(
                lambda batch: {
                    "answer": [batch[_PICKS[verdict]][at] for at, verdict in enumerate(batch["verdict"])],
                }
            ),
            "answer",
        ),
        Operation(
            FlattenColumnsBlock(name="flatten", var_cols=tuple(_PICKS.values()), var_name="version", value_name="text"),
            lambda found: found.unpivot(
                list(_PICKS.values()),
                index=[name for name in found.columns if name not in _PICKS.values()],
                variable_name="version",
                value_name="text",
            ),
            _pandas_melted,
            "text",
        ),
        Operation(
            RenameColumnsBlock(name="rename", columns_map={"draft": "answer"}),
            lambda found: found.rename({"draft": "answer"}),
            lambda found: found.rename_columns({"draft": "answer"}),
            "answer",
        ),
        Operation(
            CombineColumnsBlock.model_validate(
                {"name": "combine", "columns": ["draft", "question"], "output_col": "text"}
            ),
            lambda found: found.with_columns(pl.concat_str("draft", "question", separator="\n\n").alias("text")),
            _of_batch(
                lambda batch: {
                    "text": [
                        f"{draft}\n\n{asked}" for draft, asked in zip(batch["draft"], batch["question"], strict=True)
                    ]
                }
            ),
            "text",
        ),
        Operation(
            SamplerBlock(name="sample_lists", input_cols=("facts",), output_cols=("drawn",), num_samples=3),
            lambda found: found.with_columns(pl.col("facts").list.sample(3, seed=0).alias("drawn")),
            _of_batch(_drawn),
            None,
        ),
        Operation(
            SampleRowsBlock(name="sample_rows", n=rows * 9 // 10),
            lambda found: found.sample(rows * 9 // 10, seed=0),
            lambda found: found.shuffle(seed=0).select(range(rows * 9 // 10)),
            None,
        ),
    )
