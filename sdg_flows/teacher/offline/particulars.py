"""The particulars of a text: names, weekdays, months and numbers, and how they are exchanged for others.

An exchange is one mapping of words for all texts of a record, so that question, answer and context still agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import regex

from sdg_flows.teacher.offline.wordlists import word_list

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NUMBER_WORDS = word_list("two three four five six seven eight nine ten")
_GIVEN_NAMES = (
    *("Alex", "Robin", "Noor", "Jamie", "Kim", "Sasha", "Charlie", "Amal", "Rowan", "Nico", "Quinn", "Kiran", "Dana"),
    *("Yuki", "Morgan", "Andrea", "Toni", "Ari", "Jules", "Casey", "Devon", "Remy", "Ira", "Lou"),
)
_FAMILY_NAMES = (
    *("Okoye", "Lindgren", "Moreau", "Tanaka", "Novak", "Silva", "Haddad", "Kowalski", "Mehta", "Jensen", "Rossi"),
    *("Ferreira", "Petrov", "Nguyen", "Baker", "Castillo"),
)
_NAME = r"\p{Lu}\p{Ll}{2,}"
_FAMILY_CUE = regex.compile(rf"\b(?:Mr|Mrs|Ms|Dr|Prof)\.? (?P<name>{_NAME})")
_RELATIONS = "friend|colleague|neighbour|neighbor|sister|brother|boss|teacher|cousin"
_GIVEN_CUE = regex.compile(rf"(?:\b(?:Dear|Hi|Hello)|[Mm]y (?:{_RELATIONS})) (?P<name>{_NAME})\b(?! of)")
_LISTED_CUE = regex.compile(rf"\b(?:Present|Attending|Participants): (?P<names>{_NAME}(?:(?:,| and|, and) {_NAME})*)")
_BULLET_CUE = regex.compile(rf"(?:^|[-*•] )(?P<name>{_NAME})(?=:| [-\u2013] | \()", regex.MULTILINE)
_NOT_NAMES = frozenset({*_WEEKDAYS, *_MONTHS, "Sir", "Madam", "All", "Team", "Colleagues", "Nobody", "Everyone", "For"})
_SEASONAL = regex.compile(
    r"\b(?:summer|winter|autumn|spring|Easter|Christmas|holidays|birthday|Ramadan|Diwali|New Year)\b", regex.IGNORECASE
)
_WEEKLY = regex.compile(r"\b(?:weekends?|weekdays?|working days?|business days?)\b", regex.IGNORECASE)
_MAY_ASKED = regex.compile(r"\bMay (?:I|we|you|it)\b")
_NUMBER = regex.compile(
    r"(?<![\p{L}\p{N}.,:/\-])(?:[2-9]|[1-9]\d{1,4}|[1-9]\d?(?:,\d{3})+)(?![\p{L}\p{N}/\-]|[:.,]\d|%)"
)
_MARKER = r"(?:^[ \t]*\d{1,3}[.)])"
_PARTICULAR = regex.compile(
    rf"{_MARKER}|(?<![\p{{L}}\p{{N}}.,:/\-])(?:\p{{L}}+|\d+(?:,\d{{3}})*)(?![\p{{L}}\p{{N}}/]|[:.,]\d|-(?!\p{{L}}))",
    regex.MULTILINE,
)
_ANY_NUMBER = regex.compile(r"\d+")
_YEARS = range(1900, 2101)
_ROUND = 5
_SMALL = 20


def exchange(texts: Sequence[str], answer: str, dice: Random) -> dict[str, str]:
    """Give a mapping from the particulars of all texts to others, chosen by `dice`.

    Numbers change only when the answer has none of its own: one that was worked out would not fit any more.
    """
    whole = "\n".join([*texts, answer])
    mapping = names_exchanged(whole, dice)
    if not _WEEKLY.search(whole):
        mapping |= _turned(_WEEKDAYS, dice.randrange(7))
    if not _SEASONAL.search(whole) and not _MAY_ASKED.search(whole):
        mapping |= _turned(_MONTHS, dice.randrange(12))
    if _numbers_in(answer) <= _numbers_in("\n".join(texts)):
        mapping |= _numbers_exchanged(whole, dice)
    return {old: new for old, new in mapping.items() if old != new}


def exchanged(text: str, mapping: Mapping[str, str]) -> str:
    """Give the text with every particular of the mapping replaced, all at once."""
    return _PARTICULAR.sub(lambda match: mapping.get(match.group(), match.group()), text)


def turned_alike(old: str, new: str) -> dict[str, str]:
    """Give the mapping of a whole cycle (weekdays, months) or of a number word, in which `old` becomes `new`."""
    for cycle in (_WEEKDAYS, _MONTHS):
        if old in cycle and new in cycle:
            return _turned(cycle, cycle.index(new) - cycle.index(old))
    is_number = old.lower() in _NUMBER_WORDS and new.lower() in _NUMBER_WORDS
    return {old.lower(): new.lower(), old.capitalize(): new.capitalize()} if is_number else {}


def names_in(text: str) -> tuple[list[str], list[str]]:
    """Give the given names and the family names that the text shows to be names, each in order."""
    family = dict.fromkeys(match["name"] for match in _FAMILY_CUE.finditer(text))
    given = dict.fromkeys(match["name"] for match in _GIVEN_CUE.finditer(text))
    for match in _LISTED_CUE.finditer(text):
        given |= dict.fromkeys(regex.findall(_NAME, match["names"]))
    bulleted = dict.fromkeys(match["name"] for match in _BULLET_CUE.finditer(text))
    given |= dict.fromkeys(name for name in bulleted if _acts(name, text))
    return [n for n in given if n not in _NOT_NAMES and n not in family], [n for n in family if n not in _NOT_NAMES]


def _acts(name: str, text: str) -> bool:
    """Tell a person from a heading: a name goes before a verb or after another word, and is never in lower case."""
    used = regex.search(rf"\b{name}(?:'s)? \p{{Ll}}|[\p{{Ll}},;] {name}\b", text)
    return used is not None and regex.search(rf"\b{name.lower()}\b", text) is None


def names_exchanged(text: str, dice: Random) -> dict[str, str]:
    """Give a mapping from the names in the text to others that are not in it."""
    given, family = names_in(text)
    free = [name for name in _GIVEN_NAMES if name not in text]
    return _drawn(given, free, dice) | _drawn(family, [name for name in _FAMILY_NAMES if name not in text], dice)


def _drawn(names: Sequence[str], pool: Sequence[str], dice: Random) -> dict[str, str]:
    return dict(zip(names, dice.sample(pool, min(len(names), len(pool))), strict=False))


def _turned(names: Sequence[str], by: int) -> dict[str, str]:
    """Map each name of a cycle to the one `by` places later, so that their order and distances stay."""
    return {name: names[(at + by) % len(names)] for at, name in enumerate(names)}


def _numbers_in(text: str) -> set[str]:
    words = {word for word in regex.findall(r"\p{Ll}+", text.lower()) if word in _NUMBER_WORDS}
    return words | set(_ANY_NUMBER.findall(text))


def _numbers_exchanged(text: str, dice: Random) -> dict[str, str]:
    """Map numbers to others that keep their order: small ones shifted, large round ones multiplied."""
    words = [word for word in _NUMBER_WORDS if regex.search(rf"\b{word}\b", text)]
    step = dice.choice((0, 1, 2, 3))
    mapping = dict(zip(_NUMBER_WORDS, _NUMBER_WORDS[step:], strict=False))
    by_word = {word: mapping[word] for word in words} if all(word in mapping for word in words) else {}
    by_word |= {old.capitalize(): new.capitalize() for old, new in by_word.items()}
    shift, factor = dice.choice((0, 1, 2, 4)), dice.choice((1, 2, 3))
    months = "|".join(_MONTHS)
    dates = set(regex.findall(rf"(?<=(?:{months}) )\d+|\d+(?= (?:{months}))", text))
    unmarked = regex.sub(_MARKER, "", text, flags=regex.MULTILINE)
    found = {match.group() for match in _NUMBER.finditer(unmarked)} - dates
    by_digits = {number: _changed(number, shift, factor) for number in found}
    return by_word | (by_digits if len(set(by_digits.values())) == len(by_digits) else {})


def _changed(number: str, shift: int, factor: int) -> str:
    value = int(number.replace(",", ""))
    if value in _YEARS:
        return number
    new = value * factor if value >= _SMALL and value % _ROUND == 0 else value + shift
    return f"{new:,}" if "," in number else str(new)
