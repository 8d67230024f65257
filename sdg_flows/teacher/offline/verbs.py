"""English verbs: their finite forms, and the form of `do` that a question with each needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import regex

from sdg_flows.teacher.offline.wordlists import word_list, word_set

Do: TypeAlias = Literal["do", "does", "did", ""]

AUXILIARIES = word_set("is are was were can could will would may might must should")

_VERBS = word_list(
    "absorb add affect allow answer appear arise arrive avoid balance become begin bend block boil brake break "
    "brace bring build burn carry cause change clean climb close collect combine come connect consist consult "
    "consume contain continue contribute control convert cool cover create cut damp decide decline decrease "
    "define depend describe destroy determine develop die differ discover divide double drain drive earn eat "
    "eliminate emerge emit enable encourage end enter establish estimate evaporate evolve exceed exist expand "
    "explain express fail fall feed filter finish flow fly follow form freeze gain gather generate give govern "
    "grow happen have heat help hold improve include increase indicate influence introduce invent involve join "
    "keep kill know last lay lead learn leave let lie lift limit link live lose lower maintain make manage mark "
    "mean measure melt migrate mix move need occur offer open operate order originate own pass permit pay play "
    "pollinate predict prefer present press prevent process produce promote protect prove provide publish pull "
    "pump push put raise reach receive recognise recognize record reduce reflect refer regulate rely release "
    "remain remove repeat replace represent require resist respond rest result return reveal rise rotate rule run "
    "sell send separate serve settle shape share show shrink signal sink sleep slow solve spawn spend split "
    "spread stand start stay stop store strengthen stretch strike suffer supply support surround survive swing "
    "take teach tend thrive train transfer transform transmit transport travel treat trigger turn use vary "
    "vibrate wait warm wash wear weaken weigh win work write yield"
)
_PAST = {
    "become": "became", "begin": "began", "bring": "brought", "build": "built", "come": "came", "drive": "drove",
    "fall": "fell", "fly": "flew", "give": "gave", "grow": "grew", "have": "had", "hold": "held",
    "keep": "kept", "know": "knew", "lead": "led", "leave": "left", "lose": "lost", "make": "made", "mean": "meant",
    "rise": "rose", "run": "ran", "sell": "sold", "send": "sent", "show": "showed", "spend": "spent", "stand": "stood",
    "strike": "struck", "take": "took", "teach": "taught", "win": "won", "write": "wrote", "pay": "paid",
}  # fmt: skip


@dataclass(frozen=True)
class Verb:
    """A finite verb: its base form and the form of `do` that questions with it need; none for an auxiliary."""

    base: str
    do: Do


@lru_cache(maxsize=4096)
def verb_of(token: str) -> Verb | None:
    """Give the finite verb that a word can be, or None."""
    if token in AUXILIARIES:
        return Verb(token, "")
    return _FORMS.get(token)


def _third_person(base: str) -> str:
    if base == "have":
        return "has"
    if regex.search(r"(?:[sxz]|ch|sh|o)$", base):
        return f"{base}es"
    return f"{base[:-1]}ies" if regex.search(r"[^aeiou]y$", base) else f"{base}s"


def _past(base: str) -> str:
    if base in _PAST:
        return _PAST[base]
    if regex.search(r"[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    return f"{base}d" if base.endswith("e") else f"{base}ed"


_FORMS = (
    {base: Verb(base, "do") for base in _VERBS}
    | {_third_person(base): Verb(base, "does") for base in _VERBS}
    | {_past(base): Verb(base, "did") for base in _VERBS if _past(base) != base}
)
