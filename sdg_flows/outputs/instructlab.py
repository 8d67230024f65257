"""The files of an InstructLab run, with its names and record keys, for a training stack that reads them.

Source: InstructLab SDG 0.8: node datasets, recipes, mixed messages, and the benchmark of a knowledge leaf.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sdg_flows.core.story import Generated, RunRecord
from sdg_flows.core.table import ROW_ID, rows_of
from sdg_flows.outputs.leaves import LEAF, rows_by_file
from sdg_flows.outputs.mixing import mixed_row
from sdg_flows.outputs.mmlu import QUESTION, benchmark, task_yaml
from sdg_flows.outputs.pairs import missing_for_pairs
from sdg_flows.outputs.phases import Leaf, phase_07, phase_10, usable
from sdg_flows.outputs.recipe import Ingredient, Recipe, RecipeMetadata, recipe_text
from sdg_flows.outputs.training import trained

FOLDER = "instructlab"

Rows = Iterable[Mapping[str, Any]]


def row_files(record: RunRecord, system_prompt: str) -> Iterator[tuple[str, Rows]]:
    """Yield each file of rows by its name below the run's folder; none for a run over a table.

    `<leaf>.jsonl` has a skill's conversations, `<leaf>_p07.jsonl` and `<leaf>_p10.jsonl` a knowledge leaf's in the two
    phases of training, `mmlubench_<leaf>.jsonl` its benchmark; the mixed files have all of a phase.
    """
    skills, phase07, phase10 = (dict(_node_sets(record, kind, system_prompt)) for kind in ("skills", "p07", "p10"))
    folder = f"{FOLDER}/node_datasets_{stamp(record)}"
    for name, rows in (skills | phase07 | phase10).items():
        yield f"{folder}/{name}.jsonl", rows()
    for leaf, tables in _benchmarks(record).items():
        yield f"{folder}/mmlubench_{leaf}.jsonl", benchmark(tables).rows
    for name, sets in (("skills", skills | phase10), ("knowledge", phase07)):
        if sets:
            mixed = (mixed_row(row, system_prompt) for rows in sets.values() for row in rows())
            yield f"{FOLDER}/{name}_train_msgs_{stamp(record)}.jsonl", (row for row in mixed if row is not None)


def page_files(record: RunRecord, system_prompt: str, written: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the recipes and the benchmarks' task files, as texts by name, for the files of rows that were written."""
    nodes = sorted(name.removeprefix(f"{FOLDER}/") for name in written if name.startswith(f"{FOLDER}/node_datasets_"))
    sets = [name for name in nodes if "/mmlubench_" not in name]
    for kind, chosen in (
        ("skills", [name for name in sets if not name.endswith("_p07.jsonl")]),
        ("knowledge", [name for name in sets if name.endswith("_p07.jsonl")]),
    ):
        if sets:
            ingredients = tuple(Ingredient(path=name, sampling_size=1.0) for name in chosen)
            recipe = Recipe(datasets=ingredients, metadata=RecipeMetadata(sys_prompt=system_prompt))
            yield f"{FOLDER}/{kind}_recipe_{stamp(record)}.yaml", recipe_text(recipe)
    for name in (name for name in nodes if "/mmlubench_" in name):
        leaf = name.rpartition("/mmlubench_")[2].removesuffix(".jsonl")
        task = f"{FOLDER}/{name.rpartition('/')[0]}/{leaf}_task.yaml"
        yield task, task_yaml(f"mmlu_pr_{leaf}", name.rpartition("/")[2])


def stamp(record: RunRecord) -> str:
    """Give the time of a run as the file names have it."""
    return record.started.astimezone().strftime("%Y-%m-%dT%H_%M_%S")


def _node_sets(record: RunRecord, kind: str, system_prompt: str) -> Iterator[tuple[str, Any]]:
    """Yield each node dataset of a kind: its name, and a function that gives its rows anew."""
    for one in record.generated:
        if LEAF not in one.inputs.column_names or missing_for_pairs(one.rows):
            continue
        knowledge = {"document", "question", "response"} <= {*one.rows.column_names}
        for leaf, tables in rows_by_file([one]).items():
            if not knowledge and kind == "skills":
                yield leaf, lambda tables=tables: chain.from_iterable(_conversations(t, system_prompt) for t in tables)
            elif knowledge and kind in _PHASES:
                yield f"{leaf}_{kind}", lambda tables=tables, one=one: _PHASES[kind](_leaf(tables, one))


_PHASES = {"p07": phase_07, "p10": phase_10}


def _leaf(tables: Iterable[Any], one: Generated) -> Leaf:
    return Leaf(usable(chain.from_iterable(map(rows_of, tables))), one.instructions)


def _conversations(table: Any, system_prompt: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401  an Arrow table
    """Yield each row that teaches with its columns, and as a conversation."""
    columns = {row[ROW_ID]: row for row in rows_of(table)}
    for pair in trained(table):
        messages = [
            {"content": system_prompt, "role": "system"},
            {"content": pair.user, "role": "user"},
            {"content": pair.assistant, "role": "assistant"},
        ]
        kept = {name: value for name, value in columns[pair.row_id].items() if name != ROW_ID}
        yield {**kept, "id": pair.row_id, "messages": messages, "metadata": json.dumps({}), "unmask": False}


def _benchmarks(record: RunRecord) -> dict[str, Rows]:
    """Give the rows of each leaf that has benchmark questions."""
    asked = [one for one in record.generated if QUESTION in one.rows.column_names and LEAF in one.rows.column_names]
    return {name: chain.from_iterable(map(rows_of, tables)) for name, tables in rows_by_file(asked).items()}
