import pytest

from inputs.leaves import knowledge_yaml, skill_yaml, write_leaf
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.leaf import FolderSource, GitSource, Leaf, Pair, SeedExample
from sdg_flows.inputs.leaf_file import read_leaf


def test_a_skill_becomes_a_leaf(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    examples = [{"question": f"q{at}", "answer": f"a{at}", "context": f"c{at}"} for at in range(5)]
    file = write_leaf(tmp_path, "compositional_skills/x", skill_yaml(seed_examples=examples))
    (file.parent / "attribution.txt").write_text("License of the work: MIT\n")

    assert read_leaf(file, tmp_path, ("compositional_skills", "x")) == Leaf(
        parts=("compositional_skills", "x"),
        kind="grounded_skill",
        root=tmp_path,
        file=file,
        shown="compositional_skills/x/qna.yaml",
        created_by="ada",
        seed_examples=tuple(SeedExample((Pair(f"q{at}", f"a{at}"),), f"c{at}") for at in range(5)),
        task_description="rhyme",
        licence="MIT",
    )


@pytest.mark.parametrize(
    ("document", "source"),
    [
        ({"patterns": ["a.md"]}, FolderSource(".", ("a.md",), 5)),
        ({"path": "d", "patterns": ["a.md"]}, FolderSource("d", ("a.md",), 5)),
        ({"repo": "r", "commit": "c", "patterns": ["a.md", "b.md"]}, GitSource("r", "c", ("a.md", "b.md"), 5)),
    ],
)
def test_knowledge_says_where_its_documents_are(tmp_path, document, source):
    file = write_leaf(tmp_path, "knowledge/x", knowledge_yaml(document=document))
    leaf = read_leaf(file, tmp_path, ("knowledge", "x"))

    assert leaf is not None
    assert (leaf.document, leaf.domain, leaf.document_outline) == (source, "tides", "about tides")


@pytest.mark.parametrize(
    ("yaml", "parts", "kind"),
    [
        (knowledge_yaml(), ("knowledge", "x"), "knowledge"),
        (skill_yaml(), ("compositional_skills", "x"), "freeform_skill"),
    ],
)
def test_a_leaf_outside_a_taxonomy_is_knowledge_when_it_names_a_document(tmp_path, yaml, parts, kind):
    leaf = read_leaf(write_leaf(tmp_path, "x", yaml), tmp_path, ("x",))

    assert leaf is not None
    assert (leaf.parts, leaf.kind) == (parts, kind)


def test_a_file_without_content_is_no_leaf(tmp_path):
    assert read_leaf(write_leaf(tmp_path, "knowledge/x", "# later\n"), tmp_path, ("knowledge", "x")) is None


def test_a_file_that_is_not_yaml_is_refused_with_its_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = write_leaf(tmp_path, "knowledge/x", "version: 3\n\tdomain: x\n")

    with pytest.raises(InputError, match=r"^knowledge/x/qna\.yaml:2: a tab stands where YAML expects spaces"):
        read_leaf(file, tmp_path, ("knowledge", "x"))


@pytest.mark.parametrize("value", ["5", "true", "just a text", "[a]"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, value):
    (tmp_path / "qna.yaml").write_text(value)

    with pytest.raises(InputError, match="a mapping with the keys of a skill is expected"):
        read_leaf(tmp_path / "qna.yaml", tmp_path, ("tea",))
