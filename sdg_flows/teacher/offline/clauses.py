"""English clauses: where the subject ends and the verb stands, and how the clause is turned into a question."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from sdg_flows.teacher.offline.verbs import AUXILIARIES, Verb, verb_of
from sdg_flows.teacher.offline.wordlists import word_set

_SUBORDINATING = word_set(
    "that which who whom whose when while where if as because although though since until not than whether what "
    "how and/or seen therefore also then however thus there here"
)
_OPENERS = word_set(
    "at in on by for from with without under over between among during after before near around since as if when "
    "while where because although though both neither either to not only even just once now then here there"
)
_DETERMINERS = word_set("a an the each every no all most many several some few two three four five any one")
_SINGULAR_OPENERS = word_set("a an each every one")
_PLURAL_OPENERS = word_set("all most many several some few two three four five")
_PREPOSITIONS = word_set("of in on at by for from with to between above below into")
_OTHER_PREPOSITIONS = word_set(
    "across along against beneath behind beside beyond inside outside through toward towards within upon "
    "throughout off up down out"
)
_LONGEST_SUBJECT = 10
_LEAD = regex.compile(
    r"(?P<lead>(?:in|at|on|for|during|after|before|with|near|under|over|around) [^,:;]{3,60}), ", regex.IGNORECASE
)


@dataclass(frozen=True)
class Clause:
    """A main clause cut at its verb. `lead` is what stands before it with a comma, such as `In winter`."""

    lead: str
    subject: str
    verb: Verb
    written: str
    rest: str

    @property
    def plural(self) -> bool:
        """True when the verb shows a plural subject."""
        return self.written in {"are", "were"} or self.verb.do == "do"

    def asked(self, question_word: str, rest: str | None = None, *, without_verb: bool = False) -> str:
        """Give `question_word` and the clause turned round: auxiliary or `do`, subject, verb, rest."""
        said = self.rest if rest is None else rest
        parts = [question_word, self.verb.do or self.written, self.subject]
        parts += [self.verb.base] if self.verb.do and not without_verb else []
        parts += [said, self.lead]
        return regex.sub(r"\s+", " ", " ".join(parts)).strip(" ,;:.")


def clause_of(sentence: str) -> Clause | None:
    """Find the main clause of a sentence whose subject is a plain noun phrase, else give None."""
    core = sentence.rstrip(" .!")
    lead = ""
    opened = _LEAD.match(core)
    if opened:
        lead, core = opened["lead"], core[opened.end() :]
    tokens = core.split(" ")
    at = _verb_place(tokens)
    if at is None:
        return None
    verb = verb_of(tokens[at])
    if verb is None or _holds_two_phrases(tokens[:at]) or _holds_two_phrases(lead.split(" ")):
        return None
    return Clause(lead, " ".join(tokens[:at]), verb, tokens[at], " ".join(tokens[at + 1 :]))


def _holds_two_phrases(tokens: list[str]) -> bool:
    """Tell a run such as `beneath the Moon the force`, with an article after a noun, from a single phrase."""
    allowed = _PREPOSITIONS | _DETERMINERS | _OPENERS | {"and", "or"}
    articles = [at for at, token in enumerate(tokens) if at and token.lower() in {"the", "a", "an"}]
    return any(tokens[at - 1].lower() not in allowed | _OTHER_PREPOSITIONS for at in articles if tokens[at] != "a")


def _verb_place(tokens: list[str]) -> int | None:
    """Give the place of the first finite verb after a plain subject."""
    if not tokens or tokens[0].lower() in _OPENERS:
        return None
    for at, token in enumerate(tokens[: _LONGEST_SUBJECT + 1]):
        if at and _is_verb_here(tokens, at):
            return at
        if token.lower() in _SUBORDINATING or regex.search(r"[,;:()“”\"]", token):
            return None
    return None


def _is_verb_here(tokens: list[str], at: int) -> bool:
    if tokens[at] in AUXILIARIES:
        return True
    verb = verb_of(tokens[at])
    if verb is None:
        return False
    nouns = [token for token in tokens[:at] if token.lower() not in _DETERMINERS]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    is_noun_by_place = not nouns or tokens[at - 1].lower() in _PREPOSITIONS | _DETERMINERS | {"and", "or"}
    is_noun_by_next = following in AUXILIARIES | {"of", "and"} or verb_of(following) is not None
    is_participle = verb.do == "did" and _has_laterverb_of(tokens[at + 1 :])
    return not (is_noun_by_place or is_noun_by_next or is_participle) and _agrees(tokens, at, verb)


def _has_laterverb_of(tokens: list[str]) -> bool:
    """Tell whether another finite verb follows before a comma: then `carried` belongs to the subject."""
    for token in tokens:
        if token in AUXILIARIES or ((verb := verb_of(token)) is not None and verb.do == "does"):
            return True
        if token[-1:] in {",", ";", ":"} or token in _SUBORDINATING | {"and", "to"}:
            return False
    return False


def _agrees(tokens: list[str], at: int, verb: Verb) -> bool:
    """Tell a verb from a noun of the same spelling by the number of the subject's head."""
    subject = " ".join(tokens[:at])
    if subject[:1].isalpha() and regex.match(r"\p{L}+ing (?!\p{L}+s\b)", subject):
        return verb.do != "do"
    head = regex.split(r" (?:of|in|on|at|by|from|with|for|between) ", subject)[0].split(" ")
    plural = " and " in subject or head[0].lower() in _PLURAL_OPENERS or _looks_plural(head[-1])
    if verb.do == "do":
        return plural and head[0].lower() not in _SINGULAR_OPENERS
    return verb.do == "did" or not plural


def _looks_plural(noun: str) -> bool:
    return (noun.endswith("s") and not noun.endswith(("ss", "us", "is", "'s"))) or noun in {"people", "children", "men"}
