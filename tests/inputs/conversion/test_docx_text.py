import pytest

from benchmarks.written_documents import docx, zipped
from sdg_flows.inputs.conversion import docx_text
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, Unreadable


def test_headings_and_tables_become_markdown(tmp_path):
    (tmp_path / "a.docx").write_bytes(docx("# Tides", "It rises.", "## Ports", [["port", "high"], ["Leer", "09:10"]]))

    assert docx_text.convert(tmp_path / "a.docx") == ConvertedDocument(
        "# Tides\n\nIt rises.\n\n## Ports\n\n| port | high |\n| --- | --- |\n| Leer | 09:10 |"
    )


@pytest.mark.parametrize(("title", "found"), [("Tides & ports", "Tides & ports"), (" ", None)])
def test_the_title_is_that_of_the_properties(tmp_path, title, found):
    (tmp_path / "a.docx").write_bytes(docx("It rises.", title=title))

    assert docx_text.convert(tmp_path / "a.docx") == ConvertedDocument("It rises.", found)


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(docx_text, "MAX_UNPACKED", 1000)
    (tmp_path / "a.docx").write_bytes(zipped({"word/document.xml": " " * 1001}))

    with pytest.raises(Unreadable, match=r"^it unpacks to 1001 bytes; at most 1000 are read$"):
        docx_text.convert(tmp_path / "a.docx")
