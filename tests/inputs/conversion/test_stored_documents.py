import stat

import pytest

from benchmarks.written_documents import docx
from sdg_flows.core.errors import DiskError
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument
from sdg_flows.inputs.conversion.stored_documents import convert_documents


def test_equal_documents_are_converted_once(tmp_path):
    paths = [tmp_path / name for name in ("a.docx", "b.docx", "c.DOCX")]
    for path in paths:
        path.write_bytes(docx("x"))

    assert convert_documents(paths, tmp_path / "w") == dict.fromkeys(paths, ConvertedDocument("x"))
    assert len(list((tmp_path / "w" / "converted").iterdir())) == 1


def test_a_document_that_is_kept_is_not_converted_again(tmp_path):
    (tmp_path / "a.html").write_text("x")
    convert_documents([tmp_path / "a.html"], tmp_path)
    (kept,) = (tmp_path / "converted").iterdir()
    kept.write_text(ConvertedDocument("as kept").to_json())

    assert convert_documents([tmp_path / "a.html"], tmp_path) == {tmp_path / "a.html": ConvertedDocument("as kept")}


def test_an_edited_document_is_converted_again(tmp_path):
    path = tmp_path / "a.html"
    texts = []
    for text in ("x", "y"):
        path.write_text(text)
        texts.append(convert_documents([path], tmp_path)[path])

    assert texts == [ConvertedDocument("x"), ConvertedDocument("y")]


def test_what_cannot_be_read_is_given_as_its_reason_and_not_kept(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK")

    assert convert_documents([tmp_path / "a.docx"], tmp_path) == {
        tmp_path / "a.docx": "it is damaged: BadZipFile: File is not a zip file"
    }
    assert list((tmp_path / "converted").iterdir()) == []


def test_a_work_directory_that_cannot_be_written_is_an_error_of_the_disk(tmp_path):
    (tmp_path / "a.html").write_text("x")

    with pytest.raises(DiskError, match=r"a\.html/converted: converted documents cannot be kept there"):
        convert_documents([tmp_path / "a.html"], tmp_path / "a.html")


def test_what_is_kept_can_be_read_by_its_owner_only(tmp_path):
    (tmp_path / "a.html").write_text("x")
    convert_documents([tmp_path / "a.html"], tmp_path)

    assert stat.S_IMODE((tmp_path / "converted").stat().st_mode) == 0o700
