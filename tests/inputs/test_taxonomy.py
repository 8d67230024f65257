from pathlib import Path

import pytest

from inputs.leaves import knowledge_yaml, repository, skill_yaml, write_leaf
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.taxonomy import read_taxonomy


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_leaves_come_sorted_by_path_from_the_two_folders_only():  # C133
    write_leaf(Path(), "knowledge/b", knowledge_yaml())
    write_leaf(Path(), "compositional_skills/z/y", skill_yaml())
    write_leaf(Path(), "compositional_skills/a", skill_yaml())
    write_leaf(Path(), "foundational_skills/a", "not read: [")

    assert [leaf.parts for leaf in read_taxonomy(Path()).leaves] == [
        ("compositional_skills", "a"),
        ("compositional_skills", "z", "y"),
        ("knowledge", "b"),
    ]


def test_empty_files_and_almost_right_names_are_warnings():  # C133
    write_leaf(Path(), "knowledge/b", knowledge_yaml())
    write_leaf(Path(), "knowledge/c", "")
    Path("knowledge/b/qna.yml").write_text("x")
    Path("knowledge/c/QNA.yaml").write_text("x")

    assert list(map(str, read_taxonomy(Path()).warnings)) == [
        "knowledge/b/qna.yml: this file was passed over; a leaf is called qna.yaml",
        "knowledge/c/QNA.yaml: this file was passed over; a leaf is called qna.yaml",
        "knowledge/c/qna.yaml: the file is empty and was passed over",
    ]


def test_the_problems_of_the_whole_tree_are_raised_at_once():  # C136
    write_leaf(Path(), "knowledge/b", knowledge_yaml(version=2))
    write_leaf(Path(), "compositional_skills/a", "version: 2\nversion: 3\n")
    write_leaf(Path(), "compositional_skills/ok", skill_yaml())

    with pytest.raises(InputError) as raised:
        read_taxonomy(Path())

    assert str(raised.value) == (
        "compositional_skills/a/qna.yaml:2: key 'version' stands here a second time, first in line 1\n"
        "knowledge/b/qna.yaml:1: version 2 of a knowledge file is not known; version 3 is read"
    )


@pytest.mark.parametrize("root", ["t", ""])
def test_a_single_file_is_a_taxonomy_of_one_leaf(tmp_path, root):
    file = write_leaf(Path(root), "knowledge/a/b", knowledge_yaml())
    (leaf,) = read_taxonomy(file).leaves

    assert (leaf.parts, leaf.root) == (("knowledge", "a", "b"), tmp_path / root)


def test_a_single_file_outside_a_taxonomy_is_its_own_root(tmp_path):
    (leaf,) = read_taxonomy(write_leaf(Path(), "mine", skill_yaml())).leaves

    assert (leaf.parts, leaf.root) == (("compositional_skills", "mine"), tmp_path / "mine")


@pytest.mark.parametrize(
    ("folder", "root", "message"),
    [
        ("x", "nope", r"^nope: no such folder; a folder with knowledge/ or compositional_skills/ in it is expected\.$"),
        ("taxonomy", "taxnomy", r"^taxnomy: no such folder; .* expected\. Did you mean 'taxonomy'\?$"),
        ("x", "x", r"^x: this is not a taxonomy; a folder with knowledge/ or .* is expected\.$"),
        ("x/tax/knowledge", "x", r"^x: this is not a taxonomy; .* expected\. Did you mean x/tax\?$"),
        ("tax/knowledge", "tax/knowledge", r" Give the folder above it: tax$"),
        ("x/knowlege", "x", r" Did you mean 'knowledge'\?$"),
        ("x/knowledge", "x", r"^x: no qna\.yaml is in this taxonomy\.$"),
    ],
)
def test_what_is_not_a_taxonomy_is_refused_with_the_nearest_right_thing(folder, root, message):
    Path(folder).mkdir(parents=True)

    with pytest.raises(InputError, match=message):
        read_taxonomy(Path(root))


def test_a_taxonomy_whose_only_leaf_is_misnamed_is_refused_by_its_name():
    Path("t/knowledge/a").mkdir(parents=True)
    Path("t/knowledge/a/qna.yml").write_text("version: 3")

    with pytest.raises(InputError, match=r"no qna\.yaml is in this taxonomy\. t/knowledge/a/qna\.yml should be called"):
        read_taxonomy(Path("t"))


def test_a_taxonomy_of_empty_files_is_refused():
    write_leaf(Path(), "knowledge/a", "")

    with pytest.raises(InputError, match=r"^knowledge/a/qna\.yaml: the file is empty, and no other leaf is there$"):
        read_taxonomy(Path())


def test_a_file_of_another_name_is_refused():
    Path("seeds.yaml").write_text("version: 3")

    with pytest.raises(InputError, match=r"^seeds\.yaml: a leaf is a file called qna\.yaml$"):
        read_taxonomy(Path("seeds.yaml"))


@pytest.mark.parametrize(("base", "leaves"), [(None, ["new", "old"]), ("empty", ["new", "old"]), ("main", ["new"])])
def test_only_leaves_that_are_new_since_the_base_are_read(base, leaves):  # C139
    write_leaf(Path("t"), "knowledge/old", knowledge_yaml())
    repository(Path("t"), {})
    write_leaf(Path("t"), "knowledge/new", knowledge_yaml())

    assert [leaf.parts[1] for leaf in read_taxonomy(Path("t"), base).leaves] == leaves


def test_a_taxonomy_without_leaves_since_the_base_is_refused():
    write_leaf(Path("t"), "knowledge/old", knowledge_yaml())
    repository(Path("t"), {})

    with pytest.raises(InputError, match=r"^t: no qna\.yaml is new or changed since 'main'; 'empty' takes every one$"):
        read_taxonomy(Path("t"), "main")
