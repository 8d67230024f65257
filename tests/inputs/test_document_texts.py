import pytest

from benchmarks.written_documents import docx, pdf
from sdg_flows.core.errors import Problem
from sdg_flows.inputs import document_texts
from sdg_flows.inputs.document_texts import Document, read_documents
from sdg_flows.inputs.documents import DocumentFile


def read(folder, name: str, content: str | bytes) -> Document | Problem:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    file = DocumentFile(folder / name, f"t/{name}", f"knowledge/{name}")
    return read_documents([file], folder / "work")[file]


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "Before\n\n## Second\n\n# First\n\n# Other", "First"),
        ("a.md", "```\n# no\n```\n", "a"),
        ("tide.txt", "It rises.", "tide"),
        ("a.docx", docx("# Head", title="Meta"), "Head"),
        ("a.docx", docx("It rises.", title="Meta"), "Meta"),
        ("a.pdf", pdf(["Cover", "It rises."], title="Meta", bookmarks={"Cover": 0}), "Meta"),
        ("a.pdf", pdf(["Tides", "It rises."], bookmarks={"Tides": 0}), "Tides"),
        ("a.html", "<p>It rises.", "a"),
    ],
)
def test_the_title_is_the_top_heading_else_of_the_metadata_else_the_name(tmp_path, name, content, title):
    document = read(tmp_path, name, content)

    assert isinstance(document, Document)
    assert (document.title, document.source) == (title, f"knowledge/{name}")


def test_markdown_is_read_as_it_stands(tmp_path):
    assert read(tmp_path, "a.md", "\ufeff# A\r\n\fB") == Document("# A\r\n\fB", "A", "knowledge/a.md")


def test_each_place_of_a_pdf_has_a_page(tmp_path):
    document = read(tmp_path, "a.pdf", pdf(["One."], [], ["Two."]))

    assert isinstance(document, Document)
    assert [document.page(document.text.index(word)) for word in ("One", "e.", "Two")] == [1, 1, 3]


def test_what_has_no_pages_has_no_page(tmp_path):
    document = read(tmp_path, "a.md", "A")

    assert isinstance(document, Document)
    assert document.page(0) is None


@pytest.mark.parametrize(
    ("name", "content", "line", "text"),
    [
        ("a.md", b"ok\n\xff", 2, "byte 4 is 0xff, which is not UTF-8; save it as UTF-8"),
        ("a.md", " \n", None, "the document has no text"),
        ("a.docx", docx(), None, "the document has no text"),
        ("a.docx", b"", None, "it is damaged: BadZipFile: File is not a zip file"),
        ("a.txt", "x" * 1001, None, "the file is too large; at most 1000 bytes are read"),
        ("a.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", None, "this is a pointer of Git LFS; "
         "give a repository that has the document itself"),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_read_is_a_problem(tmp_path, monkeypatch, name, content, line, text):
    monkeypatch.setattr(document_texts, "MAX_BYTES", 1000)

    assert read(tmp_path, name, content) == Problem(f"t/{name}", line, text)


def test_a_file_that_may_not_be_opened_is_a_problem(tmp_path):
    file = DocumentFile(tmp_path / "gone.md", "gone.md", "gone.md")

    assert read_documents([file], tmp_path) == {
        file: Problem("gone.md", None, "the file cannot be read: No such file or directory")
    }
