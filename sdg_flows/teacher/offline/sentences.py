"""The sentences of a document, the words that carry their meaning, and extracts made of whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

_SKIPPED = regex.compile(r"^\s*(?:$|#{1,6}\s|\||[-=*_]{3,}\s*$|<!--|!\[)|\|\s*$")
_ITEM = regex.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_LINK = regex.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LABEL = regex.compile(r"^\*\*[^*\n]{2,60}[.:]\*\*\s+")
_MARKUP = regex.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_END = regex.compile(
    r"(?<=[.!?])[\"\u201d\u2019)\]]*\s+(?=[\"\u201c\u2018(\[]?[\p{Lu}\p{N}])|(?<=[\u3002\uff01\uff1f])"
)
_ABBREVIATED = regex.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Fig|Eq|vs|approx|cf|e\.g|i\.e|al|[A-Z])\.$")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[.,'\u2019\-][\p{L}\p{N}]+)*")


def word_list(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written as running text."""
    return tuple(text.split())


_ENGLISH = frozenset(
    word_list(
        "a the of and is are to that with for you which who by from it be this have there can not must when how what "
        "because than its but were please on your would at"
    )
)
_FUNCTION_WORDS = _ENGLISH | frozenset(
    word_list(
        "about after all also an any as been before being both could did do does each few has had he "
        "her his i if in into many may more most much my no nor off once one only or other our out over she "
        "should since so some such their them then these they those through too under until up very was we were "
        "where while whose why will"
    )
)
_ENGLISH_SHARE = 0.12
_SUMMED_UP = 3
_EXTRACTED = 2


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the one before it in the same paragraph."""

    text: str
    before: str = ""


@lru_cache(maxsize=512)
def sentences_of(document: str) -> tuple[Sentence, ...]:
    """Return the sentences of a document in order, without headings, tables, code and markup."""
    texts = map(split_sentences, _paragraphs(document))
    return tuple(Sentence(text, before) for found in texts for before, text in zip(["", *found], found, strict=False))


def split_sentences(paragraph: str) -> list[str]:
    """Cut a paragraph into sentences; abbreviations and initials end none."""
    pieces: list[str] = []
    for piece in filter(None, (piece.strip() for piece in _END.split(paragraph))):
        if pieces and _ABBREVIATED.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return pieces


def _paragraphs(document: str) -> Iterator[str]:
    """Yield paragraphs and list items, the lines of one joined."""
    lines: list[str] = []
    in_code = False
    for line in [*document.splitlines(), ""]:
        is_fence = line.lstrip().startswith("```")
        in_code ^= is_fence
        is_skipped = is_fence or in_code or _SKIPPED.search(line) is not None
        if lines and (is_skipped or _ITEM.match(line)):
            yield _plain(" ".join(lines))
            lines = []
        if not is_skipped:
            lines.append(_ITEM.sub("", line))


def _plain(text: str) -> str:
    return regex.sub(r"\s+", " ", _MARKUP.sub("", _LINK.sub(r"\1", _LABEL.sub("", text)))).strip()


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Return the words that carry meaning, in lower case, a plural like its singular."""
    found = (regex.sub(r"['\u2019]s$", "", word) for word in _WORD.findall(text.lower()))
    return frozenset(_singular(word) for word in found if word not in _FUNCTION_WORDS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def overlap(part: str, whole: str) -> float:
    """Return the share of the content words of `part` that stand in `whole`; 0 when it has none."""
    words = content_words(part)
    return len(words & content_words(whole)) / len(words) if words else 0.0


@lru_cache(maxsize=1024)
def is_english(text: str) -> bool:
    """Return whether a text is English, by its function words."""
    found = _WORD.findall(text[:4000].lower())
    return bool(found) and sum(word in _ENGLISH for word in found) / len(found) >= _ENGLISH_SHARE


def extract(question: str, text: str) -> str:
    """Return the two sentences of a text that share most words with the question, in their order."""
    found = [sentence.text for sentence in sentences_of(text)] or [text.strip()]
    best = sorted(range(len(found)), key=lambda at: -overlap(question, found[at]))[:_EXTRACTED]
    return " ".join(found[at] for at in sorted(best))


def summary(document: str) -> str:
    """Return the opening sentences of the first three paragraphs of several sentences, or of any if there are fewer."""
    found = sentences_of(document)
    opening = [sentence.before for at, sentence in enumerate(found) if sentence.before and not found[at - 1].before]
    return " ".join((opening or [sentence.text for sentence in found])[:_SUMMED_UP]) or document.strip()
