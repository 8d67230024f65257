import pytest

from inputs.leaves import knowledge_leaf, repository
from sdg_flows.core.errors import InputError
from sdg_flows.inputs.documents import DocumentFile, document_files
from sdg_flows.inputs.leaf import FolderSource, GitSource


def beside(tmp_path, files: dict[str, str | bytes], *patterns: str, path: str = "."):
    leaf = knowledge_leaf(tmp_path / "t", FolderSource(path, patterns, 5))
    for name, content in files.items():
        file = leaf.file.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return leaf


def sources(leaf, work_dir) -> list[str]:
    return [file.source for file in document_files(leaf, work_dir)]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["a.md", "*.md"], ["a.md"]),  # C137
        (["**/*.md"], ["a.md", "d/e/b.md"]),
        (["**/*.MD", "c.*"], ["c.txt", "d/c.MD"]),
        (["*.PDF", "w.*", "*.htm*"], ["h.htm", "h.html", "w.docx", "x.PDF"]),
    ],
)
def test_documents_are_sorted_and_each_is_there_once(tmp_path, patterns, found):
    names = ["d/c.MD", "c.txt", "x.PDF", "a.md", "d/e/b.md", "w.docx", "h.html", "h.htm", ".hidden.md"]
    leaf = beside(tmp_path, dict.fromkeys(names, "x"), *patterns)

    assert sources(leaf, tmp_path) == [f"knowledge/tides/{name}" for name in found]


def test_a_file_is_named_in_messages_by_where_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    leaf = beside(tmp_path, {"a.md": "A"}, "*.md")

    assert document_files(leaf, tmp_path) == [
        DocumentFile(leaf.file.parent.resolve() / "a.md", "t/knowledge/tides/a.md", "knowledge/tides/a.md")
    ]


def test_a_path_names_a_folder_of_the_taxonomy(tmp_path):
    leaf = beside(tmp_path, {"../shared/a.md": "A"}, "*.md", path="../shared")

    assert sources(leaf, tmp_path) == ["knowledge/shared/a.md"]


def test_documents_in_git_name_their_repository_and_commit(tmp_path):
    (tmp_path / "repo").mkdir()
    first = repository(tmp_path / "repo", {"docs/a.md": "A", "b.md": "B"})
    leaf = knowledge_leaf(tmp_path / "t", GitSource(f"file://{tmp_path}/repo", "main", ("docs/*.md",), 5))

    assert sources(leaf, tmp_path / "work") == [f"file://{tmp_path}/repo@{first}:docs/a.md"]


@pytest.mark.parametrize(
    ("patterns", "path", "message"),
    [
        (["*.rst"], ".", r"no file in folder '\.' matches \*\.rst; files there: a\.md, doc\.odt$"),
        (["*.rst", "b/*"], "empty", r"folder 'empty' is not there\.$"),
        (["*"], ".", r"that are not read: doc\.odt; the suffixes read are \.md, .*, \.pdf, \.docx"),
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
    leaf = beside(tmp_path, {"a.md": "A", "doc.odt": "x"}, *patterns, path=path)

    with pytest.raises(InputError, match=rf"^knowledge/tides/qna\.yaml:5: .*{message}"):
        document_files(leaf, tmp_path)


def test_a_misspelt_folder_is_refused_with_the_nearest_one(tmp_path):
    leaf = beside(tmp_path, {"documents/a.md": "A"}, "*.md", path="document")

    with pytest.raises(InputError, match=r"folder 'document' is not there\. Did you mean 'documents'\?$"):
        document_files(leaf, tmp_path)


def test_a_link_out_of_the_taxonomy_is_refused(tmp_path):
    (tmp_path / "secret.md").write_text("secret")
    leaf = beside(tmp_path, {"a.md": "A"}, "*.md")
    (leaf.file.parent / "b.md").symlink_to(tmp_path / "secret.md")

    with pytest.raises(InputError, match=r"these links lead out of the taxonomy or repository: b\.md$"):
        document_files(leaf, tmp_path)
