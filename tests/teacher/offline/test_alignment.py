from sdg_flows.teacher.offline.alignment import aligned


def test_a_name_and_a_number_in_the_same_place_belong_together():
    assert dict(aligned("Dear Ines, bring 30 rolls.", "Dear Kim, bring 90 rolls.", frozenset({"Ines"}))) == {
        "Ines": "Kim",
        "30": "90",
    }


def test_equal_texts_have_nothing_in_another_place():
    assert aligned("Dear Ines, bring 30 rolls.", "Dear Ines, bring 30 rolls.", frozenset({"Ines"})) == ()


def test_other_words_in_the_same_place_are_not_particulars():
    assert aligned("Please write soon.", "Please answer soon.", frozenset()) == ()
