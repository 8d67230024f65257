from sdg_flows.teacher.offline.brief import Brief
from sdg_flows.teacher.offline.form import Form
from sdg_flows.teacher.offline.records import record_of
from sdg_flows.teacher.offline.turn import Turn

TURN = Turn("row", 0)
SURGE = "A surge is the rise of the whole sea."


def brief(inputs, exemplars=()):
    return Brief(Form((), 1, 0), "Write.", inputs, exemplars)


def test_a_document_gives_a_question_and_its_sentence():
    record = record_of(brief({"document": SURGE}), TURN)

    assert (record["question"], record["answer"]) == ("What is a surge?", SURGE)


def test_a_question_that_is_given_is_answered_from_the_document():
    document = f"Ships wait. {SURGE}"

    assert SURGE in record_of(brief({"question": "What is a surge?", "document": document}), TURN)["answer"]


def test_a_context_without_exemplars_is_asked_about_like_a_document():
    assert record_of(brief({"context": SURGE}), TURN)["question"] == "What is a surge?"


def test_a_second_round_asks_in_other_words():
    assert record_of(brief({"document": SURGE}), Turn("row", 1))["question"] == "What is meant by a surge?"


def test_without_material_there_is_nothing_to_say():
    assert record_of(brief({}), TURN) == {}
