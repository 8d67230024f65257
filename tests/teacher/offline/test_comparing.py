from sdg_flows.teacher.offline.comparing import better_option

OPTIONS = ["Assistant A", "Assistant B", "Neither"]
ASKED = {"question": "How high is the tide at the pier?"}


def answers(a, b):
    return {"request": "x", "assistant_a_response": a, "assistant_b_response": b}


def test_the_answer_that_takes_up_more_of_the_question_is_better():
    assert better_option(OPTIONS, ASKED, answers("It is high.", "The tide at the pier is high.")) == "Assistant B"


def test_of_answers_that_are_alike_the_texts_draw_one():
    drawn = {better_option(OPTIONS, ASKED, answers(f"yes {at}", f"no {at}")) for at in range(12)}

    assert drawn == {"Assistant A", "Assistant B"}


def test_options_that_name_no_two_answers_are_not_compared():
    assert better_option(OPTIONS, ASKED, {"document": "x", "assistant_a_response": "y"}) is None
