import pytest
from pypdf import PdfReader, PdfWriter

from benchmarks.written_documents import pdf
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, Unreadable
from sdg_flows.inputs.conversion.pdf_text import convert, join_pages


def test_pages_follow_one_another_and_their_starts_are_kept(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(["It rises", "twice a day."], ["It falls."], title="Tides"))

    assert convert(tmp_path / "a.pdf") == ConvertedDocument("It rises\ntwice a day.\n\nIt falls.", "Tides", (0, 23))


def test_lines_that_are_bookmarks_become_headings(tmp_path):
    lines = ["Tides", "It rises.", "Why", "The moon."], ["Why", "not."]
    (tmp_path / "a.pdf").write_bytes(pdf(*lines, bookmarks={"tides": 0, "Why": 1}))

    assert convert(tmp_path / "a.pdf").text == "# Tides\n\nIt rises.\nWhy\nThe moon.\n\n# Why\n\nnot."


@pytest.mark.parametrize(
    ("pages", "text", "starts"),
    [
        (["It", "rises."], "It\nrises.", (0, 3)),
        (["Up.", "Down."], "Up.\n\nDown.", (0, 5)),
        (["Up", "# Down"], "Up\n\n# Down", (0, 4)),
        (["", "a", "", "b"], "a\nb", (0, 0, 1, 2)),
    ],
)
def test_a_sentence_may_run_on_to_the_next_page(pages, text, starts):
    assert join_pages(pages, None) == ConvertedDocument(text, None, starts)


def locked(content: bytes, path, password: str):
    path.write_bytes(content)
    writer = PdfWriter(PdfReader(path))
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(path)
    return path


def test_a_pdf_that_is_encrypted_without_a_password_is_read(tmp_path):
    assert convert(locked(pdf(["Hi."]), tmp_path / "a.pdf", "")).text == "Hi."


@pytest.mark.parametrize(
    ("content", "password", "reason"),
    [
        (pdf(["Hi."]), "x", r"^it is locked by a password$"),
        (pdf([], []), None, r"^no page has a text; if it was scanned, give a copy with recognised text$"),
        (b"%PDF-1.4 torn", None, r"^it is damaged: "),
    ],
    ids=["locked", "scanned", "torn"],
)
def test_what_has_no_text_to_read_is_refused(tmp_path, content, password, reason):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    if password:
        locked(content, path, password)

    with pytest.raises(Unreadable, match=reason):
        convert(path)
