from sdg_flows.teacher.offline.answers import answer_to
from sdg_flows.teacher.offline.brief import parse_prompt
from sdg_flows.teacher.offline.turn import Turn

SURGE = "A surge is the rise of the whole sea."
DOCUMENT = f"<document>\n{SURGE}\n</document>\n"
EXEMPLAR = "<example>\n<question>Why is the sea salty?</question>\n<answer>Rivers bring it.</answer>\n</example>\n"
ANSWER_FORM = "In this form:\n<answer>yours</answer>"


def answer(prompt, draw=0):
    return answer_to(parse_prompt(prompt), Turn("row", draw))


def test_a_judge_explains_and_decides():
    form = "Use this form:\n[Start of Explanation]why[End of Explanation]\n[Start of Answer]YES or NO[End of Answer]"

    assert answer(f"{DOCUMENT}<answer>\nThe sea has a rise.\n</answer>\n{form}") == (
        "[Start of Explanation]Of the 2 content words of the answer, 2 are in the source.[End of Explanation]\n"
        "[Start of Answer]YES[End of Answer]"
    )


def test_a_judge_gives_one_record_even_when_the_wording_speaks_of_several():
    form = "Use this form:\n<score>0 or 1</score>"

    assert answer(f"Write 3 questions? No.\n<question>\nWhat is a surge?\n</question>\n{form}") == "<score>1</score>"


def test_a_placeholder_of_choices_is_answered_with_one():
    assert answer(f"{DOCUMENT}In this form:\n<verdict>ship|surge</verdict>") == "<verdict>surge</verdict>"


def test_a_question_that_is_given_is_answered_from_the_document():
    document = f"<document>\nShips wait. Gulls sleep. {SURGE}\n</document>\n"

    assert answer(f"{document}<question>\nWhat is a surge?\n</question>\n{ANSWER_FORM}") == (
        f"<answer>Ships wait. {SURGE}</answer>"
    )


def test_a_question_without_a_text_is_answered_like_the_nearest_exemplar():
    other = EXEMPLAR.replace("sea salty", "sky blue").replace("Rivers", "Winds")
    prompt = f"{EXEMPLAR}{other}<question>\nIs the sea salty?\n</question>\n{ANSWER_FORM}"

    assert answer(prompt) == "<answer>Rivers bring it.</answer>"


def test_exemplars_without_a_document_give_a_variant_of_one():
    form = "In this form:\n<question>yours</question>\n<answer>yours</answer>"

    assert {answer(f"{EXEMPLAR}{form}", draw).split("\n")[1] for draw in range(5)} == {
        "<answer>Rivers bring it.</answer>"
    }


def test_without_a_form_a_document_is_summed_up():
    assert answer(f"Sum it up.\n{DOCUMENT}") == SURGE


def test_without_a_form_and_a_question_the_last_exemplar_answers():
    assert answer("<seed_response>\nRivers bring it.\n</seed_response>\nGo on.") == "Rivers bring it."


def test_the_verdict_on_two_answers_names_one_and_the_comparison_says_why():
    given = (
        "<request>\nIs the sea salty?\n</request>\n<answer_a>\nNo.\n</answer_a>\n<answer_b>\nThe sea is.\n</answer_b>\n"
    )
    form = "In this form:\n<judgement>your comparison</judgement>\n<verdict>A, B or neither</verdict>"

    assert answer(given + form).split("\n") == [
        "<judgement>The answer takes up 1 content words of the question.</judgement>",
        "<verdict>B</verdict>",
    ]


def test_a_question_with_options_is_made_where_the_form_shows_letters():
    form = "In this form:\n<question>a question\nA) one\nB) two</question>\n<answer>the letter</answer>"

    question, first, second, right = answer(f"{DOCUMENT}{form}").split("\n")
    assert (question, {first[:3], second[:3]}) == ("<question>What is a surge?", {"A) ", "B) "})
    assert right.removeprefix("<answer>").removesuffix("</answer>") in (first, second.removesuffix("</question>"))
