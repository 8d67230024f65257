"""The house rules that a machine can check: who imports whom, and what each block comes with."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sdg_flows.blocks import BLOCKS

PACKAGE = Path(__file__).parent.parent / "sdg_flows"
MAY_IMPORT = {
    "core": set(),
    "yamltext": set(),
    "blocks": {"core"},
    "storage": {"core"},
    "flowfile": {"core", "blocks", "yamltext"},
    "teacher": {"core", "storage", "yamltext"},
    "inputs": {"core", "storage", "yamltext"},
    "outputs": {"core", "storage", "yamltext"},
    "orchestrate": {"core", "blocks", "flowfile", "teacher", "inputs", "outputs", "storage"},
    "api": {"core", "flowfile", "teacher", "inputs", "outputs", "orchestrate", "storage"},
    "cli": {"core", "blocks", "flowfile", "teacher", "inputs", "outputs", "orchestrate", "storage"},
}
ONLY_IN = {
    "prefect": {"orchestrate"},
    "openai": {"teacher/http/probe.py"},
    "prefect_dask": {"orchestrate/cluster/dask_runner.py"},
    "distributed": {"orchestrate/cluster/dask_runner.py"},
    "prefect_ray": {"orchestrate/cluster/ray_runner.py"},
    "ray": {"orchestrate/cluster/ray_runner.py"},
    "datasets": {"inputs/dataset_tables.py", "outputs/export/hub.py", "api/pipeline.py"},
}
SLOW_TO_IMPORT = {
    "core/contract.py",
    "inputs/tables.py",
    "orchestrate/embedded_server.py",
    "orchestrate/workdir/open_work_dir.py",
    "orchestrate/pictures.py",
    "teacher/http/http_backend.py",
}
"""The files outside the command line that import inside a function, each with its reason beside it."""

FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
ROOM_FILES = [file for file in FILES if "/" in file]


def imports(file: str) -> Iterator[tuple[str, bool]]:
    """Yield the module of each import, and whether it stands inside a function."""
    tree = ast.parse((PACKAGE / file).read_text())
    inside = {
        id(node)
        for top in ast.walk(tree)
        if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(top)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", id(node) in inside


@pytest.mark.parametrize("file", ROOM_FILES)
def test_a_room_imports_only_the_floors_below(file):
    room = file.split("/")[0]
    reached = {name.split(".")[1] for name, _ in imports(file) if name.startswith("sdg_flows.")}

    assert reached - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_says_itself_which_floors_it_may_import(room):
    said = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text())) or ""
    (rooms,) = re.findall(r"^May import: ([^.]*)\.", said, re.MULTILINE)

    assert set(re.findall(r"`(\w+)`", rooms)) == MAY_IMPORT[room]


@pytest.mark.parametrize("file", [file for file in ROOM_FILES if file.startswith("blocks/") and "__init__" not in file])
def test_no_block_imports_another(file):
    assert not [name for name, _ in imports(file) if name.startswith("sdg_flows.blocks")]


@pytest.mark.parametrize("file", FILES)
def test_each_great_library_is_imported_in_its_one_place(file):
    for library, places in ONLY_IN.items():
        if any(name.split(".")[0] == library for name, _ in imports(file)):
            assert file in places or file.split("/")[0] in places


@pytest.mark.parametrize("file", [file for file in FILES if not file.startswith("cli/") and file not in SLOW_TO_IMPORT])
def test_imports_stand_at_the_top(file):
    assert not [name for name, inside in imports(file) if inside]


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_pickled_and_nothing_is_evaluated(file):
    tree = ast.parse((PACKAGE / file).read_text())
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

    assert not called & {"eval", "exec", "compile"}
    assert not {name for name, _ in imports(file)} & {"pickle", "cloudpickle", "dill", "joblib", "marshal"}


def test_no_two_modules_import_each_other():
    reach = {
        f"sdg_flows.{file[:-3].replace('/', '.')}": {name for name, _ in imports(file) if name.startswith("sdg_flows.")}
        for file in ROOM_FILES
    }
    while leaves := {name for name, targets in reach.items() if not targets & reach.keys()}:
        reach = {name: targets - leaves for name, targets in reach.items() if name not in leaves}
    assert not reach


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_has_a_docstring_that_says_rows_columns_and_source(name):
    said = BLOCKS[name].__doc__ or ""

    assert all(word in said for word in ("Rows:", "Columns:", "Source:", "type: " + name))


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_has_a_test_file_of_its_own(name):
    module = BLOCKS[name].__module__.rsplit(".", 1)[1]

    assert (Path(__file__).parent / "blocks" / f"test_{module}.py").exists()


def test_prompts_are_data():
    long_texts = [
        (file, node.value[:40])
        for file in ROOM_FILES
        for node in ast.walk(ast.parse((PACKAGE / file).read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "You are " in node.value
    ]

    assert long_texts == []
