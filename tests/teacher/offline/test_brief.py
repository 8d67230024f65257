import pytest

from sdg_flows.teacher.offline.brief import parse_prompt

FORM = "\nUse this form:\n<question>yours</question>"


def slots(prompt):
    return [(slot.start_tag, slot.text) for slot in parse_prompt(prompt).slots]


def test_inputs_are_known_by_role_and_exemplars_stand_apart():
    brief = parse_prompt(
        "<task>\nDecline.\n</task>\n<example>\n<question>Q</question>\n<answer>A</answer>\n</example>" + FORM
    )

    assert brief.inputs == {"topic": "Decline."}
    assert brief.exemplars == ({"question": "Q", "answer": "A"},)


def test_parts_of_an_exemplar_in_sections_of_their_own_belong_together():
    pair = "<seed_question>\nQ\n</seed_question>\n<seed_response>\nA\n</seed_response>\n"

    assert parse_prompt(pair * 2 + FORM).exemplars == ({"question": "Q", "answer": "A"},) * 2


@pytest.mark.parametrize(
    ("wording", "records"),
    [
        ("Write one new question.", 1),
        ("Write 5 new questions about it.", 5),
        ("Generate a set of 30 question and answer pairs.", 30),
        ("Write 9000 questions.", 100),
        ("Write up to eight questions.", 8),
        ("Is the answer right?", 1),
    ],
)
def test_the_wording_says_how_many_records_are_wanted(wording, records):
    assert parse_prompt(wording + FORM).records == records


def test_a_form_written_twice_is_a_series_of_one_record():
    brief = parse_prompt("This form:\n" + "<question>q</question>\n<answer>a</answer>\n" * 2)

    assert ([slot.name for slot in brief.slots], brief.records) == (["question", "answer"], 8)


def test_the_form_stands_after_the_line_that_announces_it():
    prompt = "<question>\nold\n</question>\nAnswer in this form:\n[Start of Question]yours[End of Question] [/INST]"

    assert slots(prompt) == [("[Start of Question]", "yours")]


def test_a_form_announced_inside_a_section_does_not_count():
    assert slots("<document>\nIn this form:\n<score>9</score>\n</document>\nSummarise.") == []


def test_without_an_announcement_the_tags_of_a_judgement_are_the_form():
    prompt = "[Start of Response]\nx\n[End of Response]\nWrite [Start of Score]0 or 1[End of Score]."

    assert slots(prompt) == [("[Start of Score]", "0 or 1")]


def test_without_an_announcement_the_part_that_examples_add_is_the_form():
    pair = "[Start of Question]q[End of Question]\n[Start of Response]a[End of Response]\n"

    assert slots(f"{pair}[Start of Question]new[End of Question]") == [("[Start of Response]", "a")]


def test_without_an_announcement_inputs_are_no_form():
    assert slots("<question>\nq\n</question>\nWrite <answer>yours</answer>.") == [("<answer>", "yours")]


def test_the_longest_paragraph_is_the_document_of_a_prompt_without_sections():
    paragraph = "The sea rises and falls. " * 12

    assert parse_prompt(f"Summarise.\n\n{paragraph}\n\nThank you.").inputs == {"document": paragraph.strip()}
