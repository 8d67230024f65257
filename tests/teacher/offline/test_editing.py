import pytest

from sdg_flows.teacher.offline.editing import edit_text

ASKED = {"question": "Explain the tide. Name the ports."}
ANSWERED = {**ASKED, "answer": "The tide is the rise of the sea."}


@pytest.mark.parametrize(
    ("slot", "inputs", "text"),
    [
        ("Analysis", ASKED, "The request has 2 parts, and opens with: Explain the tide."),
        ("Rubric", ASKED, "1. Takes up: Explain the tide.\n2. Takes up: Name the ports."),
        ("Critique", ANSWERED, "1. Met: Explain the tide.\n2. Not met: Name the ports."),
        ("Plan", ANSWERED, "1. Come back to: Name the ports."),
        ("Plan", {"question": "The tide?", "answer": "The tide."}, "Keep the response as it is."),
        ("Revised Response", ANSWERED, ANSWERED["answer"]),
        (
            "Revised Response",
            {**ASKED, "answer": "A tide! Ha. The tide."},
            "A tide! Ha. The tide.\n\nIn short: A tide! The tide.",
        ),
        ("revised_response", {"question": "The tide?", "answer": "The tide."}, "The tide."),
    ],
)
def test_each_text_of_an_edit_follows_from_the_request_and_its_answer(slot, inputs, text):
    assert edit_text(slot, inputs) == text


@pytest.mark.parametrize(
    ("slot", "inputs"), [("Evaluation", ANSWERED), ("Analysis", ANSWERED), ("Critique", ASKED), ("Plan", {})]
)
def test_other_slots_are_left_to_others(slot, inputs):
    assert edit_text(slot, inputs) is None
