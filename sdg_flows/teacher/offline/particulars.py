"""The particulars of a text: names, months and numbers, and how they are exchanged for others.

An exchange is one mapping of words for all texts of an exercise, so that question, answer and context still agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import regex

from sdg_flows.teacher.offline.sentences import word_list

_MONTHS = word_list("January February March April May June July August September October November December")
NUMBERS = word_list("two three four five six seven eight nine ten")
_NAMES = word_list(
    "Morgan Kim Quinn Taylor Jordan Blake Rowan Avery Riley Parker Ellis Reese Lee Cameron Hayden Bailey"
)
_NOT_NAMES = frozenset({*_MONTHS, "Sir", "Madam", "All", "Team", "Nobody", "Everyone", "For", "Present"})

_NAME = r"(?P<name>\p{Lu}\p{Ll}{2,})"
_TITLED = regex.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Dear|Hi|Hello|[Mm]y (?:friend|colleague|neighbou?r|sister|brother|cousin))\.? {_NAME}\b"
)
_LISTED = regex.compile(rf"(?:^|[-*•] ){_NAME}(?=:| [-\u2013] | \()", regex.MULTILINE)
_FIXED = regex.compile(
    r"\b(?:summer|winter|autumn|spring|Easter|Christmas|holidays|birthday|New Year|may (?:I|we|you|it))\b|"
    rf"\b(?:29|3[01]) (?:{'|'.join(_MONTHS)})|(?:{'|'.join(_MONTHS)}) (?:29|3[01])\b",
    regex.IGNORECASE,
)
_ITEM = r"^[ \t]*\d{1,3}[.)]"
_DAY = rf"(?<=\b(?:{'|'.join(_MONTHS)}) )\d+|\d+(?= (?:{'|'.join(_MONTHS)}))"
_FIGURE = regex.compile(r"(?<![\p{L}\p{N}.,:/\-])[1-9]\d*(?:,\d{3})*(?![\p{L}\p{N}/\-]|[:.,]\d|%)")
_PARTICULAR = regex.compile(
    rf"{_ITEM}|(?<![\p{{L}}\p{{N}}.,:/\-])(?:\p{{L}}+|\d+(?:,\d{{3}})*)(?![\p{{L}}\p{{N}}/]|[:.,]\d|-(?!\p{{L}}))",
    regex.MULTILINE,
)
_YEARS = range(1900, 2101)
_ROUND, _SMALL = 5, 20


def choose_replacements(material: str, answer: str, dice: Random) -> dict[str, str]:
    """Return a mapping from the particulars of an exercise to others, drawn by `rng`.

    Numbers change only when the answer has none of its own: one that was worked out would not fit any more.
    """
    whole = f"{material}\n{answer}"
    mapping = _names_exchanged(whole, dice)
    if not _FIXED.search(whole):
        by = dice.randrange(len(_MONTHS))
        mapping |= dict(zip(_MONTHS, _MONTHS[by:] + _MONTHS[:by], strict=True))
    if _numbers_in(answer) <= _numbers_in(material):
        mapping |= _words_exchanged(whole, dice) | _figures_exchanged(whole, dice)
    return mapping


def replace_particulars(text: str, mapping: Mapping[str, str]) -> str:
    """Return the text with every particular of the mapping replaced, all at once; the marks of a list stay."""
    return _PARTICULAR.sub(lambda match: mapping.get(match.group(), match.group()), text)


def _names_exchanged(text: str, dice: Random) -> dict[str, str]:
    """Map the names that the text shows to be names to others that are not in it."""
    shown = {match["name"] for match in _TITLED.finditer(text)}
    shown |= {match["name"] for match in _LISTED.finditer(text) if _acts(match["name"], text)}
    names, free = sorted(shown - _NOT_NAMES), [name for name in _NAMES if name not in text]
    return dict(zip(names, dice.sample(free, min(len(names), len(free))), strict=False))


def _acts(name: str, text: str) -> bool:
    """Distinguish a person from a heading: a name stands before a verb or after a word, and is never in lower case."""
    used = regex.search(rf"\b{name}(?:'s)? \p{{Ll}}|[\p{{Ll}},;] {name}\b", text)
    return used is not None and regex.search(rf"\b{name.lower()}\b", text) is None


def _numbers_in(text: str) -> set[str]:
    return {word for word in regex.findall(r"\p{Ll}+|\d+", text.lower()) if word[0].isdigit() or word in NUMBERS}


def _words_exchanged(text: str, dice: Random) -> dict[str, str]:
    """Map number words to those some places later, unless one would go past the last."""
    mapping = dict(zip(NUMBERS, NUMBERS[dice.randrange(4) :], strict=False))
    fits = _numbers_in(text) & set(NUMBERS) <= mapping.keys()
    return mapping | {old.capitalize(): new.capitalize() for old, new in mapping.items()} if fits else {}


def _figures_exchanged(text: str, dice: Random) -> dict[str, str]:
    """Map figures to others that keep their order: small ones shifted, large round ones multiplied."""
    shift, factor = dice.choice((0, 1, 2, 4)), dice.choice((1, 2, 3))
    unmarked = regex.sub(_ITEM, "", text, flags=regex.MULTILINE)
    found = set(_FIGURE.findall(unmarked)) - set(regex.findall(_DAY, text))
    mapping = {figure: _changed(figure, shift, factor) for figure in found}
    return mapping if len(set(mapping.values())) == len(mapping) else {}


def _changed(figure: str, shift: int, factor: int) -> str:
    value = int(figure.replace(",", ""))
    if value == 1 or value in _YEARS:
        return figure
    new = value * factor if value >= _SMALL and value % _ROUND == 0 else value + shift
    return f"{new:,}" if "," in figure else str(new)
