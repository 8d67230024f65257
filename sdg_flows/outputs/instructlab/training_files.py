"""The output files of InstructLab, with its file names and record keys, for training stacks that read them.

Source: InstructLab SDG 0.8: node datasets, recipes, mixed messages, and the benchmark of a knowledge leaf.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from sdg_flows.core.run_record import RunRecord
from sdg_flows.outputs.figures import counted
from sdg_flows.outputs.instructlab.mmlu import benchmark_row, task_yaml
from sdg_flows.outputs.instructlab.node_sets import benchmark_leaves, conversations, knowledge_leaves, skill_leaves
from sdg_flows.outputs.instructlab.phases import BASE, phase_07, phase_10
from sdg_flows.outputs.mixing.mixed_row import mixed_row
from sdg_flows.outputs.mixing.recipe import Ingredient, Recipe, RecipeMetadata, recipe_text
from sdg_flows.outputs.run_folder.seeds import seed_rows
from sdg_flows.outputs.run_folder.system_prompts import system_prompt
from sdg_flows.outputs.run_folder.training import messages_rows, train_rows
from sdg_flows.storage.url import Place

INSTRUCTLAB_FOLDER = "instructlab"
"""The subfolder of a run's folder."""

Records = Iterable[Mapping[str, Any]]


def row_files(record: RunRecord) -> Iterator[tuple[str, Records]]:
    """Yield each file of rows by name; nothing for a run over a table.

    `<leaf>.jsonl` has a skill's conversations, `<leaf>_p07.jsonl` and `<leaf>_p10.jsonl` a knowledge leaf's in the two
    phases of training, `mmlubench_<leaf>.jsonl` its benchmark; the mixed files have all of a phase.
    """
    skills, phase07, phase10 = _node_sets(record)
    benchmarks, folder = benchmark_leaves(record), f"node_datasets_{timestamp(record)}"
    for name, rows in (skills | phase07 | phase10).items():
        yield f"{folder}/{name}.jsonl", rows()
    for leaf, by_pipeline in benchmarks.items():
        rows_or_reasons = (benchmark_row(row) for rows in by_pipeline for row in rows.dicts())
        yield f"{folder}/mmlubench_{leaf}.jsonl", (row for row in rows_or_reasons if not isinstance(row, str))
    for name, sets in (("skills", skills | phase10), ("knowledge", phase07)):
        if sets:
            mixed = (mixed_row(row, system_prompt(record)) for rows in sets.values() for row in rows())
            yield f"{name}_train_msgs_{timestamp(record)}.jsonl", (row for row in mixed if row is not None)
    if skills or phase07:
        for name, rows in (("train", train_rows), ("test", seed_rows), ("messages", messages_rows)):
            yield f"{name}_{timestamp(record)}.jsonl", rows(record)


def page_files(record: RunRecord, folder: Place) -> Iterator[tuple[str, str]]:
    """Yield the recipes and the benchmarks' task files, as texts by name; `folder` is the final place of the files.

    Paths in a recipe are relative to it, those in a task file to the current folder, as the harness expects.
    """
    skills, phase07, phase10 = _node_sets(record)
    nodes = f"node_datasets_{timestamp(record)}"
    if skills or phase07:
        for kind, sets in (("skills", skills | phase10), ("knowledge", phase07)):
            ingredients = tuple(Ingredient(path=f"{nodes}/{name}.jsonl", sampling_size=1.0) for name in sets)
            recipe = Recipe(datasets=ingredients, metadata=RecipeMetadata(sys_prompt=system_prompt(record)))
            yield f"{kind}_recipe_{timestamp(record)}.yaml", recipe_text(recipe)
    for leaf in benchmark_leaves(record):
        data = folder / nodes / f"mmlubench_{leaf}.jsonl"
        yield f"{nodes}/{leaf}_task.yaml", task_yaml(f"mmlu_pr_{leaf}", str(data))


def omission_notes(record: RunRecord) -> Iterator[str]:
    """Yield notes on generated rows that are in none of the files, with the reason."""
    for name, leaf in knowledge_leaves(record).items():
        if unusable := leaf.unusable():
            yield f"{name}: {counted(unusable, 'row')} without document, question or answer in no node dataset."
        kinds = {str(row.get("dataset_type")) for row in leaf.rows()} - {"None", BASE, *leaf.instructions}
        for kind in sorted(kinds):
            yield f"{name}: rows of dataset_type {kind!r} give no auxiliary rows, for want of instructions."
    for name, by_pipeline in benchmark_leaves(record).items():
        rows_or_reasons = (benchmark_row(row) for rows in by_pipeline for row in rows.dicts())
        for reason, left in Counter(row for row in rows_or_reasons if isinstance(row, str)).items():
            yield f"{name}: {counted(left, 'multiple-choice row')} not in the benchmark: {reason}."


def timestamp(record: RunRecord) -> str:
    """Return the start of a run as used in the file names."""
    return record.started.astimezone().strftime("%Y-%m-%dT%H_%M_%S")


def _node_sets(record: RunRecord) -> tuple[dict[str, Callable[[], Records]], ...]:
    """Return the node datasets of skills, phase 07 and phase 10: by name, a function that yields their rows."""
    system, knowledge = system_prompt(record), knowledge_leaves(record)
    return (
        {name: partial(conversations, rows, record, system) for name, rows in skill_leaves(record).items()},
        {f"{name}_p07": partial(phase_07, leaf) for name, leaf in knowledge.items()},
        {f"{name}_p10": partial(phase_10, leaf) for name, leaf in knowledge.items()},
    )
