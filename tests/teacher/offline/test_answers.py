from sdg_flows.teacher.offline.answers import answer_to
from sdg_flows.teacher.offline.brief import brief_of
from sdg_flows.teacher.offline.turn import Turn

TURN = Turn("row", 0)
SURGE = "A surge is the rise of the whole sea."
DOCUMENT = f"<document>\n{SURGE}\n</document>\n"


def answer(prompt):
    return answer_to(brief_of(prompt), TURN)


def test_a_judge_explains_and_decides():
    form = "Use this form:\n[Start of Explanation]why[End of Explanation]\n[Start of Answer]YES or NO[End of Answer]"

    assert answer(f"{DOCUMENT}<answer>\nThe sea has a rise.\n</answer>\n{form}") == (
        "[Start of Explanation]Of the 2 content words of the answer, 2 are in the source.[End of Explanation]\n"
        "[Start of Answer]YES[End of Answer]"
    )


def test_a_judge_gives_one_record_even_when_the_wording_speaks_of_several():
    form = "Use this form:\n<score>0 or 1</score>"

    assert answer(f"Write 3 questions? No.\n<question>\nWhat is a surge?\n</question>\n{form}") == "<score>1</score>"


def test_without_a_form_a_document_is_summed_up():
    assert answer(f"Sum it up.\n{DOCUMENT}") == SURGE


def test_without_a_form_a_question_comes_with_its_answer_when_one_is_asked_for():
    assert answer(f"Write a question on this.\n{DOCUMENT}") == f"What is a surge?\n{SURGE}"


def test_without_a_form_a_text_is_labelled_as_the_examples_are():
    shown = "<example>\n<text>the dog died</text>\n<answer>sad</answer>\n</example>\n"
    shown += "<example>\n<text>we won the cup</text>\n<answer>glad</answer>\n</example>\n"

    assert answer(f"{shown}<text>\nA cup was won.\n</text>") == "glad"
