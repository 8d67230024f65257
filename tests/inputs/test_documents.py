import pytest

from inputs.leaves import knowledge_leaf, repository
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.documents import Document, documents_of
from sdg_flows.inputs.leaf import FolderSource, GitSource


def beside(tmp_path, files: dict[str, str | bytes], *patterns: str, path: str = "."):
    leaf = knowledge_leaf(tmp_path / "t", FolderSource(path, patterns, 5))
    for name, content in files.items():
        file = leaf.file.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return leaf


def test_documents_are_sorted_and_each_is_there_once(tmp_path):
    leaf = beside(tmp_path, {"b.txt": "B", "a.md": "A", "d/c.MD": "C", "x.pdf": "x"}, "a.md", "*.md", "b.*", "d/*")

    assert documents_of(leaf, tmp_path) == [
        Document("A", "knowledge/tides/a.md"),
        Document("B", "knowledge/tides/b.txt"),
        Document("C", "knowledge/tides/d/c.MD"),
    ]


def test_a_path_names_a_folder_of_the_taxonomy(tmp_path):
    leaf = beside(tmp_path, {"../shared/a.md": "A"}, "*.md", path="../shared")

    assert documents_of(leaf, tmp_path) == [Document("A", "knowledge/shared/a.md")]


def test_documents_in_git_name_their_repository_and_commit(tmp_path):
    (tmp_path / "repo").mkdir()
    first = repository(tmp_path / "repo", {"docs/a.md": "A", "b.md": "B"})
    leaf = knowledge_leaf(tmp_path / "t", GitSource(f"file://{tmp_path}/repo", "main", ("docs/*.md",), 5))

    assert documents_of(leaf, tmp_path / "work") == [Document("A", f"file://{tmp_path}/repo@{first}:docs/a.md")]


@pytest.mark.parametrize(
    ("patterns", "path", "message"),
    [
        (["*.rst"], ".", r"no file in folder '\.' matches \*\.rst; files there: a\.md, doc\.pdf$"),
        (["*.rst", "b/*"], "empty", r"folder 'empty' is not there\.$"),
        (["*"], ".", r"that are not read: doc\.pdf; the suffixes read are \.md, \.markdown, \.txt$"),
        (["../*.md"], ".", r"pattern '\.\./\*\.md' must not leave the folder of the documents by '\.\.'$"),
        (
            ["*.md"],
            "../../..",
            r"path '\.\./\.\./\.\.' must be a folder of the taxonomy, relative to the one of this file$",
        ),
        (["*.md"], "/etc", r"path '/etc' must be a folder of the taxonomy"),
    ],
)
def test_what_the_leaf_asks_for_and_cannot_have_is_refused(tmp_path, patterns, path, message):
    leaf = beside(tmp_path, {"a.md": "A", "doc.pdf": "x"}, *patterns, path=path)

    with pytest.raises(InputError, match=rf"^knowledge/tides/qna\.yaml:5: .*{message}"):
        documents_of(leaf, tmp_path)


def test_a_misspelt_folder_is_refused_with_the_nearest_one(tmp_path):
    leaf = beside(tmp_path, {"documents/a.md": "A"}, "*.md", path="document")

    with pytest.raises(InputError, match=r"folder 'document' is not there\. Did you mean 'documents'\?$"):
        documents_of(leaf, tmp_path)


def test_a_link_out_of_the_taxonomy_is_refused(tmp_path):
    (tmp_path / "secret.md").write_text("secret")
    leaf = beside(tmp_path, {"a.md": "A"}, "*.md")
    (leaf.file.parent / "b.md").symlink_to(tmp_path / "secret.md")

    with pytest.raises(InputError, match=r"these links lead out of the taxonomy or repository: b\.md$"):
        documents_of(leaf, tmp_path)


def test_everything_wrong_with_the_texts_is_said_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"
    leaf = beside(tmp_path, {"a.md": b"ok\n\xff", "b.md": " \n", "c.md": pointer}, "*.md")

    with pytest.raises(InputError) as raised:
        documents_of(leaf, tmp_path)

    assert str(raised.value) == (
        "t/knowledge/tides/a.md:2: byte 4 is 0xff, which is not UTF-8; save it as UTF-8\n"
        "t/knowledge/tides/b.md: the document has no text\n"
        "t/knowledge/tides/c.md: this is a pointer of Git LFS; give a repository that has the document itself"
    )
