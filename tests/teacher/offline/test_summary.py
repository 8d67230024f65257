from sdg_flows.teacher.offline.summary import retold

FOUR = "Ships wait for the pilot. Gulls sleep on dry sand. The tide lifts all ships again. The tide lifts the ships."


def test_a_summary_has_the_sentences_of_the_most_frequent_words_in_their_order():
    assert retold(FOUR, "Summarise.") == FOUR.replace("Gulls sleep on dry sand. ", "")


def test_facts_are_listed_one_a_line():
    assert retold("Tides rise in the sea. Tides fall in the sea.", "Write a list of facts.") == (
        "- Tides rise in the sea.\n- Tides fall in the sea."
    )


def test_a_text_to_be_spellchecked_comes_back_as_it_is():
    assert retold("Teh tide.\n\n| a |", "Correct the spelling.") == "Teh tide.\n\n| a |"
