import subprocess
import sys

import numpy as np
import pytest

from sdg_flows.outputs.selection.embedding import embed


def likeness(*texts):
    vectors = embed(texts)
    return vectors @ vectors.T


def test_a_text_is_wholly_like_itself_and_more_like_a_near_duplicate_than_another():
    found = likeness("The tide rises twice a day.", "The tide rises twice each day.", "Bake the bread for an hour.")

    assert found.diagonal() == pytest.approx([1, 1, 1])
    assert found[0, 1] > 0.5 > 0.2 > found[0, 2] >= 0


def test_upper_case_and_white_space_make_no_difference():
    assert likeness("The  Tide\nrises ", "the tide rises")[0, 1] == pytest.approx(1)


def test_what_all_texts_share_weighs_less():
    alone = likeness("Question: tides", "Question: bread")[0, 1]
    among = likeness("Question: tides", "Question: bread", "moon", "shore")[0, 1]

    assert alone < among


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_blank_text_is_like_nothing(text):
    assert likeness(text, "a", "Ω\ud800").tolist()[0] == [0, 0, 0]


def test_no_texts_give_no_rows():
    assert embed([]).shape == (0, 4096)


def test_a_text_has_the_same_vector_in_another_process():
    code = "from sdg_flows.outputs.selection.embedding import embed; print(*embed(['tide']).nonzero()[1])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.split() == [str(at) for at in np.nonzero(embed(["tide"]))[1]]
