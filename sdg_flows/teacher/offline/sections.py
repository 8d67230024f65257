"""The tagged sections of a text, and what each is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import regex

Role: TypeAlias = Literal["question", "answer", "context", "document", "topic", "reason", "score", "choice", "other"]

_WORDS: dict[Role, str] = {
    "question": "question query request prompt instruction",
    "answer": "answer response reply output completion solution draft",
    "context": "context scenario situation",
    "document": "document text passage article summary notes",
    "topic": "domain subject topic subtopic level language outline title task instructions description",
    "score": "score rating grade points",
    "choice": "label category class verdict judgment judgement route",
    "reason": "explanation evaluation feedback reason reasoning critique analysis",
}
_ROLES: dict[str, Role] = {word: role for role, words in _WORDS.items() for word in words.split()}
_EXEMPLAR = regex.compile(r"(?:example|exemplar|seed|icl|sample)s?(?:[_\- ]|$)", regex.IGNORECASE)
_TAG = r"(?P<tag><(?P<name>[A-Za-z][\w\-]*)>|\[Start of (?P<noun>[^\]\n]{1,60})\])"
_ANYWHERE = regex.compile(_TAG)
_AT_LINE_START = regex.compile(rf"^[ \t]*{_TAG}", regex.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A section: its name, its two tags, the text between them, and where the whole stands."""

    name: str
    start_tag: str
    end_tag: str
    text: str
    start: int
    end: int

    @property
    def role(self) -> Role:
        """Return what the section is for: the role that the last telling word of its name stands for."""
        told: list[Role] = [_ROLES[word] for word in regex.findall(r"[a-z]+", self.name.lower()) if word in _ROLES]
        return told[-1] if told else "other"

    @property
    def is_exemplar(self) -> bool:
        """Return whether a section shows how answers look, rather than what is to be worked on."""
        return _EXEMPLAR.match(self.name) is not None


def sections(text: str, *, anywhere: bool = False) -> Iterator[Section]:
    """Yield the sections in text order, written `<name>…</name>` or `[Start of Name]…[End of Name]`.

    They are the outermost ones that open at the start of a line; with `anywhere`, all. A tag that is never closed
    opens none.
    """
    at = 0
    unclosed: set[str] = set()
    while (opening := (_ANYWHERE if anywhere else _AT_LINE_START).search(text, at)) is not None:
        section = None if opening["tag"] in unclosed else _section(text, opening)
        at = opening.end() if section is None or anywhere else section.end
        if section is None:
            unclosed.add(opening["tag"])
        else:
            yield section


def outside(text: str) -> str:
    """Return the text with every section blanked, line ends and positions kept."""
    pieces: list[str] = []
    at = 0
    for section in sections(text):
        pieces += [text[at : section.start], regex.sub(r"[^\n]", " ", text[section.start : section.end])]
        at = section.end
    return "".join([*pieces, text[at:]])


def _section(text: str, opening: regex.Match[str]) -> Section | None:
    name = opening["name"] or opening["noun"]
    end_tag = f"</{name}>" if opening["name"] else f"[End of {name}]"
    close = text.find(end_tag, opening.end())
    if close < 0:
        return None
    inner = text[opening.end() : close].strip()
    return Section(name, opening["tag"], end_tag, inner, opening.start("tag"), close + len(end_tag))
