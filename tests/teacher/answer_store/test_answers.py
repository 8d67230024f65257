from sdg_flows.teacher.answer_store.answers import CarriedAnswers
from sdg_flows.teacher.backend import Reply

OLD, NEW = Reply(200, b"old"), Reply(200, b"new")


def test_what_a_shard_was_sent_with_is_found_and_is_not_new():
    carried = CarriedAnswers({"a": OLD})

    assert carried.find(["a", "b"]) == {"a": OLD}
    assert carried.new == []


def test_what_was_bought_is_found_and_carried_back():
    carried = CarriedAnswers({"a": OLD})
    carried.keep([("b", "model", NEW)])

    assert carried.find(["a", "b"]) == {"a": OLD, "b": NEW}
    assert carried.new == [("b", "model", NEW)]
