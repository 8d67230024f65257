import pytest

from sdg_flows.teacher.offline.adapting import adapt_answer

NOTES = "1. Ines buys flour by Friday.\n2. Tom calls the firm about the oven."
EXEMPLAR = {
    "context": NOTES,
    "question": "Who does what?",
    "answer": "- Ines: buy flour by Friday\n- Tom: call the firm",
}


@pytest.mark.parametrize(
    ("context", "answer"),
    [
        (NOTES, "- Ines: buy flour by Friday\n- Tom: call the firm"),
        (NOTES.replace("Ines", "Kim"), "- Kim: buy flour by Friday\n- Tom: call the firm"),
        ("1. Quinn buys flour by Friday.", "- Quinn: buy flour by Friday"),
    ],
)
def test_the_answer_takes_over_the_particulars_and_items_of_the_new_context(context, answer):
    assert adapt_answer(EXEMPLAR, "Who does what?", context) == answer


def test_without_a_context_the_question_gives_the_particulars():
    exemplar = {"question": "Write to my neighbour Ines about two cats.", "answer": "Dear Ines, I can't feed two cats."}

    assert (
        adapt_answer(exemplar, "Please write to my neighbour Kim about four cats.", "")
        == "Dear Kim, I can't feed four cats."
    )


def test_figures_are_taken_over_as_they_are_written():
    exemplar = {"question": "Order the 5,000 badges by 1 April.", "answer": "I order 5,000 badges."}

    assert adapt_answer(exemplar, "Order the 15,000 badges by 1 August.", "") == "I order 15,000 badges."


@pytest.mark.parametrize(
    ("exemplar", "context"),
    [
        (EXEMPLAR, "The sea is salty."),
        (EXEMPLAR, ""),
        ({"question": "Who does what?", "answer": "Nobody."}, NOTES),
        ({}, ""),
    ],
)
def test_a_case_of_another_shape_has_no_adapted_answer(exemplar, context):
    assert adapt_answer(exemplar, "Who sails?", context) is None
