import pytest

from sdg_flows.inputs.conversion import converted_document
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, Unreadable, from_json


@pytest.mark.parametrize("document", [ConvertedDocument("a\n\u2028ü"), ConvertedDocument("ab", "Title", (0, 1))])
def test_a_document_is_the_same_after_its_json(document):
    assert from_json(document.to_json()) == document


def test_signs_that_no_file_should_hold_are_replaced_one_by_one():
    assert from_json(ConvertedDocument("a\x00b\ud800c\f", "\x01T\n").to_json()) == ConvertedDocument("a b?c ", "T")


@pytest.mark.parametrize("text", ["", "[]", '{"text": "a"}'])
def test_another_text_is_no_document(text):
    with pytest.raises(ValueError, match=r"^(Expecting value: line 1 |this is not a converted document$)"):
        from_json(text)


def test_a_text_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(converted_document, "MAX_CHARACTERS", 3)

    with pytest.raises(Unreadable, match=r"^its text is longer than 3 characters$"):
        ConvertedDocument("four").to_json()
