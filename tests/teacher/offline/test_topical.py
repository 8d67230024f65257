from sdg_flows.teacher.offline.topical import echo_answer, from_topic
from sdg_flows.teacher.offline.turn import Turn


def test_a_topic_has_an_aspect_and_a_question_of_its_own_each_turn():
    made = [from_topic("tides", Turn("row", draw)) for draw in range(10)]

    assert len({one["topic"] for one in made}) == len({one["question"] for one in made}) == 10
    assert all("tides" in one[role] for one in made for role in ("topic", "question"))


def test_an_answer_without_material_says_what_was_asked_about():
    assert echo_answer("How do I prune old roses?") == "This is about prune, old, rose."
    assert echo_answer("Why?") == ""
