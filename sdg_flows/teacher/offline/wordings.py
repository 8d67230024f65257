"""Other ways to put an English request or letter that mean the same."""

from __future__ import annotations

from random import Random

import regex

from sdg_flows.teacher.offline.proper_names import inside
from sdg_flows.teacher.offline.sentences import split_sentences

_ALIKE = (
    ("Write a", "Draft a", "Compose a"),
    ("Write an", "Draft an", "Compose an"),
    ("Draft the reply", "Write the reply", "Compose the reply"),
    ("Help me say no", "Help me decline", "Help me turn it down"),
    ("Keep it to", "Limit it to"),
    ("Reply in", "Answer in", "Write back in"),
    ("Turn the", "Convert the"),
    ("was asked to", "have been asked to"),
    ("no longer likes", "does not like any more"),
    ("wants me to", "would like me to", "is asking me to"),
    ("wants a", "would like a", "is asking for a"),
    ("has to be done", "needs to be done", "must be done"),
    ("who does it", "who is responsible for it", "who takes care of it"),
    ("Which action items", "What action items"),
    ("Which tasks", "What tasks"),
    ("promised to do what", "agreed to do what", "undertook to do what"),
    ("follow-ups", "next steps"),
    ("Kind regards", "Best regards", "With kind regards", "Yours sincerely"),
    ("Warm wishes", "With warm wishes", "All good wishes"),
    ("Thank you very much for", "Many thanks for", "Thank you so much for"),
    ("I'm sorry to say that I", "I'm afraid that I"),
    ("I would gladly", "I'd be happy to", "I'd be glad to"),
    ("because", "since"),
    ("I can't", "I cannot"),
    ("We can't", "We cannot"),
    ("we can't", "we cannot"),
    ("for example", "for instance"),
    ("begin with", "start with"),
    ("rapidly", "quickly"),
    ("a lot of", "plenty of"),
)
_GROUPS = {phrase: group for group in _ALIKE for phrase in group}
_PHRASE = regex.compile(rf"\b(?:{'|'.join(map(regex.escape, sorted(_GROUPS, key=len, reverse=True)))})\b")
_ONE_WAY = frozenset({"since"})
_IMPERATIVE = regex.compile(
    r"^(?:Please )?(?:Write|Draft|Reply|Answer|Compose|Turn|Convert|List|Extract|Give|Explain|Describe|Summari[sz]e|"
    r"Translate|Create|Make|Name|Find|Rewrite|Suggest|Help|Tell|Show|Prepare|Propose|Formulate|Sort|Compare|Classify|"
    r"Identify|Correct|Complete|Calculate|Add|Solve|Limit|Convert|Note|write|list|name|give|tell)\b"
)
_REQUESTS = ("{}.", "Please {}.", "Could you {}?", "Can you {}?", "I'd like you to {}.", "Would you {}, please?")
_ASKED = ("{}", "Please tell me: {}", "I'd like to know: {}", "A quick question: {}", "{} Please be brief and exact.")
_TOLD = ("{}", "I need some help. {}", "Can you help me with this? {}", "{} Thank you!", "Here is my case. {}")


def reworded(text: str, dice: Random) -> str:
    """Give the text with set phrases exchanged for others of the same meaning."""
    chosen = {group: dice.choice(group) for group in _ALIKE}

    def alike(match: regex.Match[str]) -> str:
        return match.group() if match.group() in _ONE_WAY else chosen[_GROUPS[match.group()]]

    return _PHRASE.sub(alike, text)


def asked_anew(question: str, dice: Random) -> str:
    """Give a request in another grammatical form: as a wish, as a question, or with a word before or after it."""
    sentences = split_sentences(question)
    if not sentences:
        return question
    if _IMPERATIVE.match(sentences[0]) and sentences[0].endswith("."):
        return _requested(question, sentences[0], dice)
    if sentences[-1].endswith("?") and len(sentences) == 1:
        form = dice.choice(_ASKED)
        return form.format(question if form.startswith("{}") else inside(question, frozenset()))
    return dice.choice(_TOLD).format(question)


def _requested(question: str, first: str, dice: Random) -> str:
    """Put the opening sentence, an order, into another form and leave the rest as it is."""
    form = dice.choice(_REQUESTS)
    order = first.removeprefix("Please ").rstrip(".")
    said = order[:1].upper() + order[1:] if form.startswith("{}") else order[:1].lower() + order[1:]
    return form.format(said) + question[len(first) :]
