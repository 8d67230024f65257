import pytest
from pydantic import ValidationError

from sdg_flows.blocks.weighted_score import WeightedScoreBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table

NAMES = ("helpfulness", "correctness", "coherence", "complexity", "verbosity")
SEED = dict(zip(NAMES, (0.3, 0.3, 0.2, 0.1, 0.1), strict=True))
CARD = dict(zip(NAMES, (0.3, 0.74, 0.46, 0.47, -0.33), strict=True))
JUDGED = WeightedScoreBlock(name="all", weights=SEED, scale=(1, 5), output_col="overall")


def scores(*found):
    return table(**{name: [score] for name, score in zip(NAMES, found, strict=True)})


@pytest.mark.parametrize(("found", "overall"), [((5, 4, 3, 2, 1), 0.65), ((3, 3, 3, 3, 3), 0.5)])
def test_scores_on_a_scale_become_a_number_from_0_to_1(found, overall):  # nemotron cases C55, C56
    assert cells(JUDGED(scores(*found)).kept, "overall") == [pytest.approx(overall)]


def test_without_a_scale_scores_count_as_they_are():  # nemotron case C53
    raw = WeightedScoreBlock(name="all", weights=CARD, output_col="overall")

    assert cells(raw(scores(1.6171875, 1.6484375, 3.3125, 0.546875, 0.515625)).kept, "overall") == [3.315625]


def test_a_score_may_have_words_around_it():  # nemotron case C61
    kept = JUDGED(scores("**4**", "[4]", "4/5", "4 (good)", "4.0")).kept

    assert (cells(kept, "helpfulness"), cells(kept, "overall")) == ([4.0], [pytest.approx(0.75)])


@pytest.mark.parametrize(
    ("score", "reason"),
    [("garbage", "not_a_number"), (None, "null_value"), ("10", "out_of_range"), ("0", "out_of_range")],
)
def test_a_score_that_is_none_is_never_a_neutral_one(score, reason):  # nemotron cases C58, C59
    rejected = JUDGED(scores("4", score, "4", "4", "4")).rejected

    assert reasons(rejected) == {"r0": reason}
    assert str(cells(rejected, "detail")[0]).startswith("'correctness'")


def test_what_is_no_finite_number_is_no_score_without_a_scale_either():
    raw = WeightedScoreBlock(name="all", weights={"score": 1.0}, output_col="overall")
    rejected = raw(table(score=[float("nan"), float("inf"), 2.0])).rejected

    assert reasons(rejected) == {"r0": "not_a_number", "r1": "not_a_number"}


def test_lists_are_no_scores():
    with pytest.raises(ColumnsError, match="block 'all': column 'helpfulness' holds list"):
        JUDGED(scores([4], 4, 4, 4, 4))


def test_a_scale_that_does_not_rise_is_refused():
    with pytest.raises(ValidationError, match="the least score, then the most"):
        WeightedScoreBlock(name="all", weights=SEED, scale=(5, 1), output_col="overall")
