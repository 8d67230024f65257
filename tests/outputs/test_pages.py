"""The pages of preview and compare."""

from collections import Counter
from datetime import datetime, timezone
from types import SimpleNamespace

from sdg_flows.core.exchange import Usage
from sdg_flows.outputs.comparison import BlockResult, Comparison, Exchange, SideBySide, TeacherResult
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.record_cards import Branch, Card, CardAnswer, CardPrompt, CardRejection, CardStep

NASTY = "</script><img src=x onerror=alert(1)>\"'"
SAID = ({"role": "user", "content": NASTY},)
CELLS = {NASTY: NASTY, "list": ["é", NASTY], "when": datetime(2026, 1, 31, tzinfo=timezone.utc)}
SUM = SimpleNamespace(rows_in=1, stayed=0, lost=Counter(), asked=1, kept=0)


def cards_page():
    answer = CardAnswer("k", "ok", NASTY, NASTY, NASTY, Usage(), kept=False, seconds=None)
    step = CardStep(
        NASTY, NASTY, (CardPrompt(SAID, (answer,)),), saw=CELLS, made=CELLS, copied={NASTY: NASTY}, note=NASTY
    )
    way = Branch(NASTY, {}, (step,), CardRejection(NASTY, NASTY, NASTY))
    cards = [Card(NASTY, NASTY, CELLS, way)]
    return TEMPLATES.get_template("cards.html.jinja").render(cards=cards, sum=SUM, suite=NASTY, teacher=NASTY)


def comparison_page():
    at = BlockResult(NASTY, NASTY, 1, 0, {NASTY: 1}, 1, 1, Usage(), 1, 1, 1.0)
    teacher = TeacherResult(NASTY, NASTY, 1, 0, 0, 0, 1, 1, (at,), 1, 0, Usage(), 1.0, 1.0, 1.0)
    sample = SideBySide(NASTY, NASTY, CELLS, (NASTY,), (Exchange(NASTY, SAID, (NASTY,)),))
    found = Comparison((teacher,), 1, 1, (), (), (sample,))
    return TEMPLATES.get_template("comparison.html.jinja").render(found=found, suite=NASTY)


def test_other_peoples_text_never_acts():
    for page in (cards_page(), comparison_page()):
        assert "&lt;img" in page
        assert "<img" not in page
        assert "</script" not in page


def test_cells_that_are_no_texts_are_shown_as_a_person_reads_them():
    for page in (cards_page(), comparison_page()):
        assert "[&#34;é&#34;, &#34;&lt;/script&gt;" in page
        assert "2026-01-31 00:00:00+00:00" in page
