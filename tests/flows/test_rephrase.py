"""What the suite rephrase makes of a teacher's answers."""

import pytest

from flows.played import played, tagged


@pytest.mark.parametrize("faithful", ["YES", "NO"])
def test_a_text_told_anew_is_kept_when_the_document_bears_it_out(faithful):
    text = "Spring tides come at new moon and at full moon, and have the largest range of all."
    made, _ = played(
        "rephrase/paraphrase",
        [{"document": "Spring tides: new and full moon, largest range."}],
        lambda asked: (
            tagged(explanation="So.", answer=faithful) if "fact checker" in asked else tagged(paraphrased_text=text)
        ),
    )

    assert [row["paraphrased"] for row in made] == ([text] if faithful == "YES" else [])


def test_facts_are_read_from_whatever_list_the_teacher_writes():
    made, _ = played(
        "rephrase/facts",
        [{"domain": "sea", "document": "Tides."}],
        lambda asked: "Here are the facts:\n\n1. Tides rise.\n2. Tides fall.",
    )

    assert [row["fact"] for row in made] == ["Tides rise.", "Tides fall."]
