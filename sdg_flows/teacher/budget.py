"""What a run may spend: a number of tokens, or money at the prices of the teacher file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, NonNegativeFloat

from sdg_flows.core.errors import SettingsError, TeacherStopped
from sdg_flows.core.exchange import Usage

Unit: TypeAlias = Literal["tok", "usd"]

_SAID = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<scale>[kMG]?)(?P<unit>tok|usd)")
_SCALES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
CHARS_PER_TOKEN = 4
"""For a server that does not tell tokens; English text has about so many."""


class Price(BaseModel):
    """US dollars for a million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: NonNegativeFloat
    completion: NonNegativeFloat

    def cost(self, usage: Usage) -> float:
        """Return the dollars that tokens cost."""
        return (self.prompt * usage.prompt_tokens + self.completion * usage.completion_tokens) / 10**6


class BudgetSpent(TeacherStopped):
    """The budget is spent; every answer that came is kept."""

    exit_code = 75


@dataclass
class Budget:
    """The most that a run may buy, and what it has bought so far. Requests that are in flight then are still paid."""

    amount: float
    unit: Unit
    spent: float = 0.0

    def spend(self, usage: Usage, price: Price | None) -> BudgetSpent | None:
        """Count what an answer cost; return the reason to stop when nothing is left."""
        if self.unit == "tok":
            self.spent += usage.prompt_tokens + usage.completion_tokens
        elif price:
            self.spent += price.cost(usage)
        if self.spent < self.amount:
            return None
        return BudgetSpent(
            f"the budget of {self._in_words(self.amount)} is spent ({self._in_words(self.spent)}); every answer "
            "that came is kept, and the same command (without --fresh) goes on from here with a new budget"
        )

    def _in_words(self, amount: float) -> str:
        return f"{amount:,.4g} usd" if self.unit == "usd" else f"{amount:,.0f} tokens"


def parse_budget(text: str) -> Budget:
    """Read a budget, such as 25usd, 2Mtok or 500ktok.

    Raises:
        SettingsError: it is none.
    """
    said = _SAID.fullmatch(text.strip())
    if said is None or float(said["amount"]) == 0:
        raise SettingsError(f"--budget: found {text!r}, expected an amount above zero such as 25usd, 2Mtok or 500ktok")
    amount = float(said["amount"]) * _SCALES[said["scale"]]
    return Budget(amount, "usd" if said["unit"] == "usd" else "tok")


def usage_or_estimate(usage: Usage, characters_asked: int, characters_answered: int) -> Usage:
    """Return the tokens that the server told, or an estimate from characters when it told none."""
    if usage != Usage():
        return usage
    return Usage(-(-characters_asked // CHARS_PER_TOKEN), -(-characters_answered // CHARS_PER_TOKEN))
