"""English clauses: where the subject ends and the verb stands, and how the clause is turned into a question."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from sdg_flows.teacher.offline.sentences import word_list

AUXILIARIES = frozenset(word_list("is are was were can could will would may might must should"))
VERBS = frozenset(
    word_list(
        "absorb affect assume attract carry cause consist contain control cover create define depend describe destroy "
        "determine differ divide emit estimate exceed explain express fall feed form gain generate give grow have "
        "improve include increase indicate influence involve lead live lose maintain mean measure need occur prevent "
        "produce promote protect provide raise receive reduce reflect regulate release rely remove replace represent "
        "require rise separate show store support surround teach transform transmit transport use weigh"
    )
)
_STOPPING = word_list(
    "that which who whom whose when while where if as because although though since until than whether what how "
    "therefore also then however thus here there not only"
)
_OPENERS = word_list(
    "at in on by for from with without under over between among during after before near around as if when while "
    "where because although both neither either to not only now then here there"
)
_BEFORE_NOUN = word_list("a an the each every no all its their his her our and or of in on at by for from with to")
_LONGEST_SUBJECT = 9


@dataclass(frozen=True)
class Clause:
    """A main clause cut at its verb. `do` is the form of `do` that a question needs; none with an auxiliary."""

    subject: str
    verb: str
    do: str
    rest: str

    def asked(self, question_word: str, rest: str) -> str:
        """Return a question: its word and the inverted clause, with `rest` in place of what follows the verb."""
        turned = f"{self.do} {self.subject} {self.verb}" if self.do else f"{self.verb} {self.subject}"
        return f"{question_word} {turned} {rest}".rstrip() + "?"


def find_clause(sentence: str) -> Clause | None:
    """Find the main clause of a sentence whose subject is a plain noun phrase, else give None."""
    tokens = sentence.rstrip(" .!").split(" ")
    if tokens[0].lower() in _OPENERS:
        return None
    for at, token in enumerate(tokens[: _LONGEST_SUBJECT + 1]):
        verb, do = _FORMS.get(token, ("", ""))
        if at and verb and _is_verb(tokens, at, do):
            return Clause(" ".join(tokens[:at]), verb, do, " ".join(tokens[at + 1 :]))
        if token.lower() in _STOPPING or regex.search(r"[,;:()“”\"]", token):
            return None
    return None


def _is_verb(tokens: list[str], at: int, do: str) -> bool:
    """Distinguish a verb from a noun of the same spelling, by its neighbours and by the number of the subject."""
    if tokens[at - 1].lower() in _BEFORE_NOUN or at + 1 == len(tokens):
        return False
    if not do:
        return True
    subject = " ".join(tokens[:at])
    head = regex.split(r" (?:of|in|on|at|by|from|with|for|between) ", subject)[0].split(" ")[-1]
    is_plural = " and " in subject or (head.endswith("s") and not head.endswith(("ss", "us", "is", "'s")))
    return tokens[at + 1] not in _FORMS and tokens[at + 1] not in {"of", "and"} and is_plural == (do == "do")


def _third_person(verb: str) -> str:
    if verb == "have":
        return "has"
    return f"{verb}es" if verb.endswith("ch") else regex.sub(r"(?<=[^aeiou])ys$", "ies", f"{verb}s")


_FORMS = (
    {word: (word, "") for word in AUXILIARIES}
    | {verb: (verb, "do") for verb in VERBS}
    | {_third_person(verb): (verb, "does") for verb in VERBS}
)
