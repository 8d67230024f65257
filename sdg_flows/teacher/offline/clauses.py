"""English clauses: where the subject ends and the verb stands, and how the clause is turned into a question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import regex

Do: TypeAlias = Literal["do", "does", "did", ""]

AUXILIARIES = frozenset(["is", "are", "was", "were", "can", "could", "will", "would", "may", "might", "must", "should"])

_VERBS = ["absorb", "add", "affect", "allow", "answer", "appear", "arise", "arrive", "avoid", "balance", "become", "begin", "bend", "block", "boil", "brake", "break", "brace", "bring", "build", "burn", "carry", "cause", "change", "clean", "climb", "close", "collect", "combine", "come", "connect", "consist", "consult", "consume", "contain", "continue", "contribute", "control", "convert", "cool", "cover", "create", "cut", "damp", "decide", "decline", "decrease", "define", "depend", "describe", "destroy", "determine", "develop", "die", "differ", "discover", "divide", "double", "drain", "drive", "earn", "eat", "eliminate", "emerge", "emit", "enable", "encourage", "end", "enter", "establish", "estimate", "evaporate", "evolve", "exceed", "exist", "expand", "explain", "express", "fail", "fall", "feed", "filter", "finish", "flow", "fly", "follow", "form", "freeze", "gain", "gather", "generate", "give", "govern", "grow", "happen", "have", "heat", "help", "hold", "improve", "include", "increase", "indicate", "influence", "introduce", "invent", "involve", "join", "keep", "kill", "know", "last", "lay", "lead", "learn", "leave", "let", "lie", "lift", "limit", "link", "live", "lose", "lower", "maintain", "make", "manage", "mark", "mean", "measure", "melt", "migrate", "mix", "move", "need", "occur", "offer", "open", "operate", "order", "originate", "own", "pass", "permit", "pay", "play", "pollinate", "predict", "prefer", "present", "press", "prevent", "process", "produce", "promote", "protect", "prove", "provide", "publish", "pull", "pump", "push", "put", "raise", "reach", "receive", "recognise", "recognize", "record", "reduce", "reflect", "refer", "regulate", "rely", "release", "remain", "remove", "repeat", "replace", "represent", "require", "resist", "respond", "rest", "result", "return", "reveal", "rise", "rotate", "rule", "run", "sell", "send", "separate", "serve", "settle", "shape", "share", "show", "shrink", "signal", "sink", "sleep", "slow", "solve", "spawn", "spend", "split", "spread", "stand", "start", "stay", "stop", "store", "strengthen", "stretch", "strike", "suffer", "supply", "support", "surround", "survive", "swing", "take", "teach", "tend", "thrive", "train", "transfer", "transform", "transmit", "transport", "travel", "treat", "trigger", "turn", "use", "vary", "vibrate", "wait", "warm", "wash", "wear", "weaken", "weigh", "win", "work", "write", "yield"]
_PAST = {
    "become": "became", "begin": "began", "bring": "brought", "build": "built", "come": "came", "drive": "drove",
    "fall": "fell", "fly": "flew", "give": "gave", "grow": "grew", "have": "had", "hold": "held",
    "keep": "kept", "know": "knew", "lead": "led", "leave": "left", "lose": "lost", "make": "made", "mean": "meant",
    "rise": "rose", "run": "ran", "sell": "sold", "send": "sent", "show": "showed", "spend": "spent", "stand": "stood",
    "strike": "struck", "take": "took", "teach": "taught", "win": "won", "write": "wrote", "pay": "paid",
}  # fmt: skip

_SUBORDINATING = frozenset(
    ["that", "which", "who", "whom", "whose", "when", "while", "where", "if", "as", "because", "although", "though", "since", "until", "not", "than", "whether", "what", "how", "and/or", "seen", "therefore", "also", "then", "however", "thus", "there", "here"]
)
_OPENERS = frozenset(
    ["at", "in", "on", "by", "for", "from", "with", "without", "under", "over", "between", "among", "during", "after", "before", "near", "around", "since", "as", "if", "when", "while", "where", "because", "although", "though", "both", "neither", "either", "to", "not", "only", "even", "just", "once", "now", "then", "here", "there"]
)
_DETERMINERS = frozenset(["a", "an", "the", "each", "every", "no", "all", "most", "many", "several", "some", "few", "two", "three", "four", "five", "any", "one"])
_SINGULAR_OPENERS = frozenset(["a", "an", "each", "every", "one"])
_PLURAL_OPENERS = frozenset(["all", "most", "many", "several", "some", "few", "two", "three", "four", "five"])
_PREPOSITIONS = frozenset(["of", "in", "on", "at", "by", "for", "from", "with", "to", "between", "above", "below", "into"])
_OTHER_PREPOSITIONS = frozenset(["across", "along", "against", "beneath", "behind", "beside", "beyond", "inside", "outside", "through", "toward", "towards", "within", "upon", "throughout", "off", "up", "down", "out"])
_LONGEST_SUBJECT = 10
_LEAD = regex.compile(
    r"(?P<lead>(?:in|at|on|for|during|after|before|with|near|under|over|around) [^,:;]{3,60}), ", regex.IGNORECASE
)


@dataclass(frozen=True)
class Verb:
    """A finite verb: its base form and the form of `do` that questions with it need; none for an auxiliary."""

    base: str
    do: Do


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
    verb = _verb(tokens[at])
    if verb is None or _holds_two_phrases(tokens[:at]) or _holds_two_phrases(lead.split(" ")):
        return None
    return Clause(lead, " ".join(tokens[:at]), verb, tokens[at], " ".join(tokens[at + 1 :]))


def _holds_two_phrases(tokens: list[str]) -> bool:
    """Tell a run of words such as `beneath the Moon the force`, whose second article follows a noun, from one phrase."""
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
    verb = _verb(tokens[at])
    if verb is None:
        return False
    nouns = [token for token in tokens[:at] if token.lower() not in _DETERMINERS]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    is_noun_by_place = not nouns or tokens[at - 1].lower() in _PREPOSITIONS | _DETERMINERS | {"and", "or"}
    is_noun_by_next = following in AUXILIARIES | {"of", "and"} or _verb(following) is not None
    is_participle = verb.do == "did" and _has_later_verb(tokens[at + 1 :])
    return not (is_noun_by_place or is_noun_by_next or is_participle) and _agrees(tokens, at, verb)


def _has_later_verb(tokens: list[str]) -> bool:
    """Tell whether another finite verb follows before a comma: then `carried` belongs to the subject."""
    for token in tokens:
        if token in AUXILIARIES or ((verb := _verb(token)) is not None and verb.do == "does"):
            return True
        if token[-1:] in {",", ";", ":"} or token in _SUBORDINATING | {"and", "to"}:
            return False
    return False


def _agrees(tokens: list[str], at: int, verb: Verb) -> bool:
    """Tell a verb from a noun of the same spelling by the number of the subject's head."""
    subject = " ".join(tokens[:at])
    if subject[:1].isalpha() and regex.match(r"\p{L}+ing (?!\p{L}+s\b)", subject):
        return verb.do != "do"
    head = regex.split(r" (?:of|in|on|at|from|with|for|between) ", subject)[0].split(" ")
    plural = " and " in subject or head[0].lower() in _PLURAL_OPENERS or _looks_plural(head[-1])
    if verb.do == "do":
        return plural and head[0].lower() not in _SINGULAR_OPENERS
    return verb.do == "did" or not plural


def _looks_plural(noun: str) -> bool:
    return (noun.endswith("s") and not noun.endswith(("ss", "us", "is", "'s"))) or noun in {"people", "children", "men"}


@lru_cache(maxsize=4096)
def _verb(token: str) -> Verb | None:
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
