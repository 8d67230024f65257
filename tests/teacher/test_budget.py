import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.exchange import Usage
from sdg_flows.teacher.budget import Budget, Price, parse_budget, usage_or_estimate


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("25usd", Budget(25.0, "usd")),
        ("0.5 usd", Budget(0.5, "usd")),
        ("2Mtok", Budget(2_000_000.0, "tok")),
        ("500ktok", Budget(500_000.0, "tok")),
        ("120tok", Budget(120.0, "tok")),
    ],
)
def test_a_budget_is_an_amount_of_money_or_tokens(text, budget):
    assert parse_budget(text) == budget


@pytest.mark.parametrize("text", ["", "25", "usd", "0usd", "-1tok", "2mtok", "1e3tok", "25eur"])
def test_anything_else_is_refused_with_what_is_expected(text):
    with pytest.raises(SettingsError, match=r"expected an amount above zero such as 25usd, 2Mtok or 500ktok"):
        parse_budget(text)


def test_money_is_counted_at_the_price_of_each_endpoint():
    budget = Budget(1.0, "usd")

    assert budget.spend(Usage(1_000_000, 100_000), Price(prompt=0.5, completion=2.0)) is None
    assert budget.spent == pytest.approx(0.7)
    assert "the budget of 1 usd is spent (1.4 usd)" in str(
        budget.spend(Usage(1_000_000, 100_000), Price(prompt=0.5, completion=2.0))
    )


def test_tokens_that_a_server_does_not_tell_are_estimated():
    assert usage_or_estimate(Usage(), 400, 9) == Usage(100, 3)
    assert usage_or_estimate(Usage(7, 1), 400, 9) == Usage(7, 1)
