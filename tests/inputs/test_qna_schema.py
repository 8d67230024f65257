import pytest

from sdg_flows.inputs.qna_schema import FolderKnowledge, GitKnowledge, knowledge_schema


@pytest.mark.parametrize(
    ("document", "schema"),
    [
        ({"repo": "r", "commit": "c", "patterns": []}, GitKnowledge),
        ({"commit": "c"}, GitKnowledge),
        ({"path": "docs", "patterns": ["*.md"]}, FolderKnowledge),
        ("docs", FolderKnowledge),
        (None, FolderKnowledge),
    ],
)
def test_the_keys_of_the_document_choose_the_form_of_knowledge(document, schema):
    assert knowledge_schema(document) is schema
