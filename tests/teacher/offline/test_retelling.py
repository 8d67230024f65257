import pytest

from sdg_flows.teacher.offline.retelling import rewrite_document

DOCUMENT = """# Tides

The tide rises, and it is high at noon. It falls again.

The **range** of a tide is the height between high water and low water.
A storm surge is a rise of the sea.
"""
RANGE = "The range of a tide is the height between high water and low water."


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        ("Copy the document below, with its spelling corrected.", DOCUMENT.strip()),
        ("Choose the sentences that tell the most. Copy the text of each.", "The tide rises, and it is high at noon."),
        (
            "List every fact that it states.",
            f"- The tide rises.\n- It is high at noon.\n- {RANGE}\n- A storm surge is a rise of the sea.",
        ),
        (
            "Write a detailed summary with all facts.",
            f"The tide rises, and it is high at noon. It falls again.\n\n{RANGE} A storm surge is a rise of the sea.",
        ),
        ("Sum it up.", f"The tide rises, and it is high at noon. {RANGE}"),
    ],
)
def test_a_document_is_told_again_as_the_wording_asks(wording, told):
    assert rewrite_document(DOCUMENT, wording) == told


@pytest.mark.parametrize("wording", ["Copy the text.", "List the facts.", "Choose sentences.", "A detailed summary."])
def test_a_document_without_sentences_is_still_told(wording):
    assert rewrite_document("| a | b |", wording) == "| a | b |"
