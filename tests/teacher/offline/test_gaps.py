from sdg_flows.teacher.offline.gaps import gaps
from sdg_flows.teacher.offline.sentences import sentences_of


def test_the_number_of_a_sentence_is_left_out_and_the_answer_has_it():
    (pair,) = gaps(sentences_of("Die Flut steigt 6 Stunden lang."))

    assert (pair.question, pair.answer) == ("Die Flut steigt _____ Stunden lang.", "Die Flut steigt 6 Stunden lang.")


def test_without_a_number_the_longest_word_is_left_out():
    assert gaps(sentences_of("La luna levanta el agua."))[0].question == "La luna _____ el agua."


def test_a_language_without_spaces_gets_a_gap_too():
    assert "_____" in gaps(sentences_of("潮汐は月の引力によって起こる。"))[0].question
