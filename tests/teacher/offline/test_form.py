from sdg_flows.teacher.offline.form import Slot, answer_form

QUESTION = Slot("[Start of Question]", "[End of Question]", "question", "yours")


def test_the_form_stands_after_the_line_that_announces_it():
    prompt = "<question>\nold\n</question>\nAnswer in this form:\n[Start of Question]yours[End of Question]"

    assert answer_form(prompt).slots == (QUESTION,)


def test_marks_of_a_chat_format_after_the_form_are_no_part_of_it():
    prompt = "[INST] Use this form:\n[Start of Question]yours[End of Question] [/INST]"

    assert answer_form(prompt).slots == (QUESTION,)


def test_a_form_written_twice_is_one_form_that_repeats():
    form = answer_form("This form:\n" + "[Start of Question]yours[End of Question]\n" * 2)

    assert (form.slots, form.repeats) == ((QUESTION,), 2)


def test_a_form_announced_inside_a_section_does_not_count():
    assert answer_form("<document>\nIn this form:\n<score>9</score>\n</document>\nSummarise.").slots == ()


def test_without_an_announcement_the_tags_of_a_judgement_are_the_form():
    prompt = "[Start of Response]\nx\n[End of Response]\nWrite [Start of Score]0 or 1[End of Score]."

    assert [slot.role for slot in answer_form(prompt).slots] == ["score"]


def test_without_an_announcement_the_part_that_examples_add_is_the_form():
    pair = "[Start of Question]q[End of Question]\n[Start of Response]a[End of Response]\n"

    assert [slot.role for slot in answer_form(f"{pair}[Start of Question]new[End of Question]").slots] == ["answer"]


def test_single_markers_are_a_form_too():
    slots = answer_form("[Question]\nq\n[Answer]\na\n[End]\n").slots

    assert [(slot.start_tag, slot.end_tag) for slot in slots] == [("[Question]\n", ""), ("[Answer]\n", "\n[End]")]


def test_a_prompt_without_tags_has_no_form():
    assert answer_form("Summarise the text.").slots == ()
