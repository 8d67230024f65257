import pytest

from sdg_flows.teacher.offline.brief import brief_of

FORM = "\nUse this form:\n<question>yours</question>"


def test_inputs_are_known_by_role_and_exemplars_stand_apart():
    brief = brief_of(
        "<task>\nDecline.\n</task>\n<example>\n<question>Q</question>\n<answer>A</answer>\n</example>" + FORM
    )

    assert brief.inputs == {"task": "Decline."}
    assert brief.exemplars == ({"question": "Q", "answer": "A"},)


def test_parts_of_an_exemplar_in_sections_of_their_own_belong_together():
    brief = brief_of("<seed_question>\nQ\n</seed_question>\n<seed_response>\nA\n</seed_response>" + FORM)

    assert brief.exemplars == ({"question": "Q", "answer": "A"},)


@pytest.mark.parametrize(
    ("wording", "records"),
    [
        ("Write one new question.", 1),
        ("Write 5 new questions about it.", 5),
        ("Create three question-answer pairs.", 3),
        ("Develop a series of questions.", 5),
        ("Write 9000 questions.", 100),
        ("Is the answer right?", 1),
    ],
)
def test_the_wording_says_how_many_records_are_wanted(wording, records):
    assert brief_of(wording + FORM).records == records


def test_the_longest_paragraph_is_the_document_of_a_prompt_without_sections():
    paragraph = "The sea rises and falls. " * 12

    assert brief_of(f"Summarise.\n\n{paragraph}\n\nThank you.").inputs == {"document": paragraph.strip()}
