import pytest

from outputs.records import made
from sdg_flows.outputs.run_folder.leaves import Origin, file_names, rows_by_file

from tables import cells, table


def leaf(path):
    return Origin("leaf", path)


def names(*paths):
    return [file_names(map(leaf, paths))[leaf(path)] for path in paths]


def test_a_leaf_is_named_by_its_path():
    assert names("knowledge/arts/music", "skills/Größe 2.0") == ["knowledge_arts_music", "skills_Größe_2.0"]


@pytest.mark.parametrize(
    "paths",
    [
        ("a_b/c", "a/b_c"),
        ("a/B", "a/b"),
        ("a/caf\u00e9", "a/cafe\u0301"),
        ("x" * 300, "x" * 300 + "y"),
        ("..", "."),
        ("", "/"),
    ],
)
def test_different_leaves_never_share_a_file(paths):
    assert len({name.casefold() for name in names(*paths)}) == len(paths)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/", "", "..", 'a:b*c?"<>|\\', "a\x00b\n", "é" * 400, "~/x"])
def test_a_name_is_safe_in_every_file_system(path):
    (name,) = names(path)

    assert name
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert not name.startswith((".", "~"))
    assert len(f"{name}.jsonl".encode()) <= 255


def test_a_name_does_not_depend_on_the_order_of_leaves():
    assert names("a_b/c", "a/b_c") == names("a/b_c", "a_b/c")[::-1]


def test_rows_go_to_the_file_of_their_leaf_in_their_order():
    parts = rows_by_file([made(table(leaf_node_path=["a/x", "a/y", "a/x"], n=[1, 2, 3]))])

    assert {name: [cells(rows.table(), "n") for rows in tables] for name, tables in parts.items()} == {
        "a_x": [[1, 3]],
        "a_y": [[2]],
    }


def test_rows_without_a_leaf_go_to_the_file_of_their_pipeline():
    parts = rows_by_file([made(table(leaf_node_path=["a", None])), made(table(n=[1]), pipeline="skills")])

    assert {name: [cells(rows.table(), "row_id") for rows in tables] for name, tables in parts.items()} == {
        "a": [["r0"]],
        "knowledge": [["r1"]],
        "skills": [["r0"]],
    }


def test_a_leaf_and_a_pipeline_of_one_name_keep_two_files():
    assert len(rows_by_file([made(table(leaf_node_path=["knowledge", None]))])) == 2


def test_a_leaf_of_two_pipelines_has_one_file():
    both = [made(table(leaf_node_path=["a"]), pipeline=name) for name in ("p", "q")]

    assert [len(tables) for tables in rows_by_file(both).values()] == [2]


def test_no_rows_make_no_file():
    assert rows_by_file([made(), made(table(leaf_node_path=["a"]).slice(1))]) == {}
