import re
from html.parser import HTMLParser

import pytest

from outputs.records import answered, gone, made, run
from sdg_flows.core.exchange import Usage
from sdg_flows.core.story import Step
from sdg_flows.outputs.disk import FileFacts
from sdg_flows.outputs.report import html, report, text
from sdg_flows.outputs.summary import summary

from tables import table

NASTY = "<script>alert('x')</script> & | `x`"
STEP = Step("gen_questions", "LLMBlock", 2, 1, {"low_score": 1}, 4321, 17, Usage(98765, 1234), 2.0)
ONE = made(
    answered(NASTY, leaf_node_path=["a/<b>"]),
    inputs=table(n=[1, 2]),
    rejected=[gone("r1", detail=NASTY, question=NASTY)],
    steps=[STEP],
)
FILES = {name: FileFacts(1, "") for name in ("train.jsonl", "test.jsonl", "generated/a.jsonl", "generated/b.jsonl")}


def page(record, give=html):
    return give(report(record, summary(record), FILES))


class Visible(HTMLParser):
    """The words a reader sees, and the elements there are."""

    def __init__(self, markup):
        super().__init__()
        self.words, self.tags, self.quiet = [], [], False
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.quiet = tag == "style"

    def handle_data(self, data):
        self.words += [] if self.quiet else data.split()

    @property
    def text(self):
        return " ".join(self.words)


def shown(record):
    return Visible(page(record)).text


def test_one_look_says_what_was_made_lost_and_spent():
    seen = shown(run(ONE))

    assert "1 training row from 2 input rows" in seen
    assert "What was lost 1 rejected row low_score 1 Input rows left with nothing 1" in seen
    assert "What it cost 100k tokens Tokens in 98,765 Tokens out 1,234 Requests asked 4,321" in seen
    assert "✓ Every input row is accounted for." in seen


def test_a_pipeline_has_its_funnel():
    assert "gen_questions LLMBlock 2 1 1 low_score 4,321 17 98,765 1,234 2.0 s" in shown(run(ONE))


def test_other_peoples_text_is_shown_as_text_and_never_acts():
    seen = Visible(page(run(ONE)))

    assert seen.text.count("<script>alert('x')</script> & | `x`") == 4
    assert "script" not in seen.tags
    assert "b" in seen.tags


def test_the_page_needs_no_network_and_no_script():
    markup = page(run(ONE))

    assert not re.findall(r"\b(?:src|href|action|data)=|@import|url\(", markup)
    assert "default-src 'none'" in markup


def test_every_element_is_closed():
    markup = re.sub(r"<!doctype.*?>|<style>.*?</style>", "", page(run(ONE)), flags=re.DOTALL)
    opened = re.findall(r"<([a-z0-9]+)[ >]", markup)
    closed = re.findall(r"</([a-z0-9]+)>", markup)

    assert sorted(tag for tag in opened if tag != "meta") == sorted(closed)


@pytest.mark.parametrize("give", [html, text])
def test_the_offline_notice_is_there_when_the_teacher_was_offline(give):
    notice = "for trying out flows, not for training"

    assert notice in page(run(ONE, teacher_is_offline=True), give)
    assert notice not in page(run(ONE), give)


@pytest.mark.parametrize("give", [html, text])
def test_warnings_and_missing_columns_are_said(give):
    told = page(run(made(table(summary=["S"])), warnings=("minor version is newer",)), give)

    assert "minor version is newer" in told
    assert "for want of column question, response" in told


@pytest.mark.parametrize("give", [html, text])
def test_rows_that_do_not_add_up_are_said(give):
    assert "1 input rows lost" in page(run(made(inputs=table(n=[1]))), give)


@pytest.mark.parametrize("give", [html, text])
def test_a_run_without_anything_has_a_report(give):
    assert "0 training rows from 0 input rows" in page(run(), give)


@pytest.mark.parametrize("give", [html, text])
def test_the_report_says_how_it_was_made_and_can_be_made_again(give):
    told = page(run(ONE), give)

    for fact in ("http://localhost:8000/v1", "granite", "0.1.0", "generated/ (2 files)", "2026-03-14 09:12:30 UTC"):
        assert fact in told
    assert "python -m sdg_flows.run --pipeline simple --in-flight 32" in told


def test_the_markdown_has_tables_whose_rows_are_as_wide_as_their_heads():
    cells = re.compile(r"(?<!\\)\|")
    blocks = [block.splitlines() for block in page(run(ONE), text).split("\n\n") if block.startswith("|")]

    assert len(blocks) == 4
    assert all(len({len(cells.findall(line)) for line in lines}) == 1 for lines in blocks)
