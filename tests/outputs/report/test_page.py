import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from outputs.records import answered, gone, made, run
from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.run_record import Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.run_folder.folder import write_run_folder

from tables import table

NASTY = "<script>alert('x')</script> & | `x`"
SCORES = Scores("score", "≥ 2", {2.0: 1}, {1.0: 1})
STEP = Step("gen_questions", "LLMBlock", 2, 1, {"low_score": 1}, 4321, 17, Usage(98765, 1234), 2.0, scores=SCORES)
HTML, MARKDOWN = "report.html", "report.md"
ONE = made(
    answered(NASTY, leaf_node_path=["a/<b>"]),
    inputs=table(n=[1, 2]),
    rejected=[gone("r1", detail=NASTY, question=NASTY)],
    steps=[STEP],
)


def page(record, name=HTML):
    with TemporaryDirectory() as folder:
        return write_run_folder(record, Path(folder) / "run").files[name].read_text()


def embedded(markup, name):
    """Return what the page holds for its script."""
    (text,) = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', markup)
    return json.loads(text)


class Visible(HTMLParser):
    """The words a reader sees, and the elements there are."""

    def __init__(self, markup):
        super().__init__()
        self.words, self.tags, self.quiet = [], [], False
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.quiet = tag in ("style", "script")

    def handle_endtag(self, tag):
        self.quiet = False

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
    assert "What was lost, and why 1 rejected row low_score at judge 1 Input rows left with nothing 1" in seen
    assert "What it cost 100k tokens Tokens in 98,765 Tokens out 1,234 Tokens for each training row 99,999" in seen
    assert "Requests asked 4,321" in seen
    assert "✓ Every input row is accounted for." in seen


def test_a_reason_is_told_in_words_where_a_block_does_not_give_it_its_own():
    seen = shown(run(made(rejected=[gone("r1", reason="cut"), gone("r2", reason="dull")])))

    assert "cut : the answer ended at the most tokens it may have knowledge · judge" in seen
    assert "dull knowledge · judge" in seen


def test_a_pipeline_has_its_funnel():
    assert "gen_questions LLMBlock 2 1 1 low_score 4,321 17 98,765 1,234 2.0 s" in shown(run(ONE))


def test_other_peoples_text_is_shown_as_text_and_never_acts():
    markup = page(run(ONE))

    assert Visible(markup).text.count("<script>alert('x')</script> & | `x`") == 4
    assert Counter(re.findall("</?script", markup)) == {"<script": 6, "</script": 6}
    assert {row["user"] for row in embedded(markup, "rows-here")} == {NASTY}


def test_only_the_scripts_of_the_page_may_run_and_nothing_is_fetched():
    markup = re.sub(r"<script.*?</script>", "", page(run(ONE)), flags=re.DOTALL)
    (policy,) = re.findall('"Content-Security-Policy" content="(.*?)"', markup)

    assert not re.findall(r"\b(?:src|action)=|@import|url\(|href=\"[^#]", markup)
    assert re.fullmatch(r"default-src 'none'; style-src 'unsafe-inline'; script-src( 'sha256-[\w+/=]{44}'){4}", policy)


def test_a_table_of_seeds_has_its_rows_by_column():
    seeds = table(topic=["tides", "moon"] * 2)
    seen = shown(run(made(answered("Q", topic=["tides"]), inputs=seeds, rejected=[gone("x", topic="moon")])))

    assert "topic Rows made Rejected Made and rejected moon 0 none 1 tides 1 0" in seen


def test_every_element_is_closed():
    markup = re.sub(r"<!doctype.*?>|<(style|script).*?</\1>", "", page(run(ONE)), flags=re.DOTALL)
    opened = re.findall(r"<([a-z0-9]+)[ >]", markup)
    closed = re.findall(r"</([a-z0-9]+)>", markup)

    assert sorted(tag for tag in opened if tag not in ("meta", "input")) == sorted(closed)


def test_there_is_a_chart_for_what_has_figures():
    took = Latency(Counter({0: 3}), 1.1)
    charts = embedded(page(run(ONE, latency=took)), "charts")

    assert list(charts) == [
        "funnel knowledge",
        "scores knowledge gen_questions",
        "lengths user",
        "lengths assistant",
        "diversity",
        "tokens",
        "seconds",
        "latency",
    ]
    assert charts["scores knowledge gen_questions"]["data"]["values"] == [
        {"score": "1", "rows": 1, "what": "rejected"},
        {"score": "2", "rows": 1, "what": "kept"},
    ]
    assert list(embedded(page(run()), "charts")) == []


def test_money_is_told_where_there_are_prices():
    priced = Step("gen", "LLMBlock", 1, 1, {}, 1, 0, Usage(1000, 100), 1.0, usd=0.0123)

    assert "What it cost $0.012 1.1k tokens" in shown(run(made(answered("Q"), steps=[priced])))
    assert "$" not in shown(run(ONE))


def test_rows_can_be_looked_through_with_what_the_files_say_of_them():
    rows = embedded(page(run(ONE)), "rows-here")

    assert [row["row_id"] for row in rows] == ["r0", "r1"]
    assert rows[0]["files"] == {"train.jsonl": 1, "messages.jsonl": 1, "generated/a__b_.jsonl": 1}
    assert rows[0]["columns"] == {"question": NASTY, "response": f"about {NASTY}", "leaf_node_path": "a/<b>"}
    assert rows[1]["left"]["reason"] == "low_score"


def test_leaves_have_the_rows_that_were_made_and_rejected():
    lost = [gone(f"x{at}", leaf_node_path="a/<b>") for at in range(2)]
    one = made(answered("Q", leaf_node_path=["a/<b>"]), rejected=[*lost, gone("y", leaf_node_path="c")])

    assert "a/<b> 1 2 c 0 none 1" in shown(run(one))


@pytest.mark.parametrize("give", [HTML, MARKDOWN])
def test_the_offline_notice_is_there_when_the_teacher_was_offline(give):
    notice = "for trying out flows, not for training"

    assert notice in page(run(ONE, teacher_is_offline=True), give)
    assert notice not in page(run(ONE), give)


@pytest.mark.parametrize("give", [HTML, MARKDOWN])
def test_warnings_and_missing_columns_are_said(give):
    told = page(run(made(table(summary=["S"])), warnings=("minor version is newer",)), give)

    assert "minor version is newer" in told
    assert "for want of column question, response" in told


@pytest.mark.parametrize("give", [HTML, MARKDOWN])
def test_rows_that_do_not_add_up_are_said(give):
    assert "1 input rows lost" in page(run(made(inputs=table(n=[1]))), give)


@pytest.mark.parametrize("give", [HTML, MARKDOWN])
def test_a_run_without_anything_has_a_report(give):
    assert "0 training rows from 0 input rows" in page(run(), give)


@pytest.mark.parametrize("give", [HTML, MARKDOWN])
def test_the_report_says_how_it_was_made_and_can_be_made_again(give):
    told = page(run(ONE), give)

    for fact in ("http://localhost:8000/v1", "granite", "0.1.0", "generated/ (1 file)", "2026-03-14 09:12:30 UTC"):
        assert fact in told
    assert "python -m sdg_flows.run --pipeline simple --in-flight 32" in told


def test_the_markdown_has_tables_whose_rows_are_as_wide_as_their_heads():
    cells = re.compile(r"(?<!\\)\|")
    blocks = [block.splitlines() for block in page(run(ONE), MARKDOWN).split("\n\n") if block.startswith("|")]

    assert len(blocks) == 4
    assert all(len({len(cells.findall(line)) for line in lines}) == 1 for lines in blocks)


def test_a_leaf_may_have_a_number_for_its_name():
    numbered = made(answered("Q", leaf_node_path=[7]), inputs=table(leaf_node_path=[7], source=[3]))

    assert "Topic Rows made Rejected Made and rejected 7 1 0" in shown(run(numbered))
