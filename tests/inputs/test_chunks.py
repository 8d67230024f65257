import random

import pytest

from sdg_flows.inputs.chunks import Chunk, chunk_document
from sdg_flows.inputs.tokens import estimate_tokens

PIECES = [
    *("# Tides\n", "## The Moon\n", "### Pull and turn\n", "Title\n=====\n", "a\n---\n", "#\n"),
    *("It rises. It falls.\n", "Dr. Ames said so.\r\n", "word " * 40, "x" * 200, "潮。月。" * 9),
    *("- one\n- two\n", "| a | b |\n|---|---|\n", "```py\n# no\n```\n", "```\nopen\n", "~~~\n~~~\n"),
    *("\n", "\n\n", "  \n", "\t\n", ". . . ", "\u2028"),
]


def shown(text, most, overlap=0):
    return [chunk.text for chunk in chunk_document(text, most, overlap)]


def test_a_short_document_is_one_chunk():
    assert chunk_document("\n# A\n\nText.\n\n") == [Chunk("# A\n\nText.", ("A",), 1, 11)]


def test_small_sections_under_a_common_heading_share_a_chunk():
    text = "# T\n\n## A\n\na a a\n\n## B\n\nb b b"

    assert shown(text, 100) == [text]


def test_sections_without_a_common_heading_are_chunks_of_their_own():
    assert shown("# A\n\na\n\n# B\n\nb", 100) == ["# A\n\na", "# B\n\nb"]


def test_a_section_that_no_longer_fits_starts_a_chunk_that_says_what_it_stands_under():
    assert chunk_document("# T\n## A\na a a a\n## B\nb b b b", 14, 0) == [
        Chunk("# T\n## A\na a a a", ("T", "A"), 0, 16),
        Chunk("T\n\n## B\nb b b b", ("T", "B"), 17, 29),
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("plain", ()),
        ("# T\n\nt", ("T",)),
        ("# T\n\n## A\n\na\n\n### C\n\nc", ("T", "A")),
        ("# T\n\n## A\n\na\n\n## B\n\nb", ("T",)),
        ("before\n\n# T\n\nt", ()),
        ("# T", ()),
    ],
)
def test_the_heading_path_is_what_all_text_of_the_chunk_stands_under(text, path):
    assert [chunk.heading_path for chunk in chunk_document(text, 100)] == [path]


def test_a_section_is_cut_between_paragraphs_and_its_headings_said_again():
    assert shown("# T\n\nOne two three.\n\nFour five six.", 9) == ["# T\n\nOne two three.", "T\n\nFour five six."]


def test_the_last_sentences_are_repeated_where_a_section_is_cut():
    text = "Ab cd. Ef gh. Ij kl. Mn op. Qr st."

    assert shown(text, 9, 3) == ["Ab cd. Ef gh. Ij kl.", "Ij kl. Mn op. Qr st."]


def test_only_whole_sentences_are_repeated():
    assert shown("Aa bb cc dd ee ff gg hh ii jj kk. Ll mm. Nn.", 9, 4)[1:] == ["jj kk.", "Ll mm. Nn."]


def test_blanks_left_over_by_a_cut_start_no_chunk():
    word = "x" * 48

    assert shown(f"{word}\n# H\n", 8) == [word, "# H"]
    assert shown(f"{word}\n{'y' * 48}", 8) == [word, "y" * 48]
    assert shown(f"\u2028 {word}{word}", 8) == [word, word]


def test_nothing_is_repeated_at_a_heading_or_from_a_list():
    assert shown("# A\nOne.\n# B\nTwo.", 10, 5) == ["# A\nOne.", "# B\nTwo."]
    assert shown("- a\n- b\n\nTwo three four five six.", 9, 4) == ["- a\n- b", "Two three four five", "six."]


def test_a_heading_is_never_the_last_line_of_a_chunk_while_text_follows():
    text = "# T\n\n## A\n\n" + "Words of some length follow here. " * 9

    assert [chunk.text.splitlines()[-1][:1] for chunk in chunk_document(text, 20, 0)] == ["W"] * len(
        chunk_document(text, 20, 0)
    )


@pytest.mark.parametrize("whole", ["```\na = 1\n\nb = 2\n```", "| a | b |\n|---|---|\n| 1 | 2 |"])
def test_code_and_tables_that_fit_are_kept_whole(whole):
    text = f"{'Long words here. ' * 5}\n\n{whole}"

    assert chunk_document(text, 24, 0)[-1].text == whole


def test_a_table_that_does_not_fit_is_cut_at_lines():
    rows = [f"| {at} | x |\n" for at in range(6)]

    assert shown("".join(rows), 12) == ["".join(rows[at : at + 2]).strip() for at in (0, 2, 4)]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_a_document_without_text_has_no_chunks(text):
    assert chunk_document(text) == []


@pytest.mark.parametrize("sizes", [(7, 0), (20, 11), (20, -1)])
def test_sizes_that_leave_no_room_are_refused(sizes):
    with pytest.raises(ValueError, match=r"^a chunk has at least 8 tokens and repeats at most half of them$"):
        chunk_document("x", *sizes)


@pytest.mark.parametrize("seed", range(60))
def test_no_character_is_lost_and_no_chunk_too_long(seed):
    rng = random.Random(seed)
    text = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 25)))
    most = rng.choice([8, 20, 60, 500])
    made = chunk_document(text, most, rng.choice([0, most // 4, most // 2]))
    held = {at for chunk in made for at in range(chunk.start, chunk.end)}

    assert [at for at, sign in enumerate(text) if at not in held and not sign.isspace()] == []
    assert [chunk for chunk in made if estimate_tokens(chunk.text) > most] == []
    assert [chunk for chunk in made if not chunk.text.endswith(text[chunk.start : chunk.end])] == []
    assert [chunk.end for chunk in made] == sorted({chunk.end for chunk in made})
