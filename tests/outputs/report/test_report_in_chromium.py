"""The page of a report, as a person has it before them: opened from the disk, with nothing else to reach."""

import pytest

from chromium import chromium, needs_chromium
from outputs.records import answered, gone, made, run
from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.run_record import Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.report.row_records import record_from_files
from sdg_flows.outputs.run_folder.folder import write_run_folder

from tables import table

pytestmark = needs_chromium

ASK = Step("gen", "LLMBlock", 40, 60, {}, 60, 0, Usage(9000, 1200), 12.0)
JUDGE = Step("judge", "FilterByValueBlock", 60, 45, {"low_score": 15}, scores=Scores("score", "≥ 2", {2: 45}, {1: 15}))
LOST = [gone(f"x{at}", block="judge", question=f"Bad question {at}", score=1) for at in range(15)]
ONE = made(
    answered(*(f"Question {at} of tides" for at in range(45)), leaf_node_path=["science_tides"] * 45),
    inputs=table(n=list(range(40))),
    rejected=LOST,
    steps=[ASK, JUDGE],
)
ASKED = {"key": "k", "said": [{"role": "user", "content": "Write a question."}], "exact": True}
ANSWER = {"outcome": "ok", "text": "<question>raw</question>", "detail": None, "reasoning": None}


def told(facts, stories):
    """Tell each row as one that a block made of an answer."""
    step = {"block": "gen", "type": "LLMBlock", "row_id": "r", "parent_id": "s", "settings": None, "looked_at": {}}
    step |= {"asked": [{**ASKED, "answer": ANSWER}], "made": {"question": "made"}, "note": None}
    return [{**record_from_files(story), "steps": [step]} for story in stories]


@pytest.fixture(scope="module")
def browser():
    with chromium() as page:
        yield page


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    took = Latency()
    for at in range(60):
        took.record(0.3 + at / 20)
    return write_run_folder(run(ONE, latency=took), tmp_path_factory.mktemp("page") / "run", told).files["report.html"]


@pytest.fixture
def opened(browser, page):
    """Return the page, opened anew from its file."""
    browser.complaints.clear()
    browser.window(1280, 900)
    browser.open(page.as_uri())
    browser.until("document.querySelectorAll('details.row').length")
    return browser


def test_every_chart_is_drawn_and_the_console_stays_silent(opened):
    opened.until("[...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('svg path'))")
    drawn = "[...document.querySelectorAll('[data-chart]')].map((chart) => chart.dataset.chart)"

    assert opened.look(drawn) == opened.look("Object.keys(JSON.parse(document.querySelector('#charts').textContent))")
    bars = "[...document.querySelectorAll('[data-chart] svg [aria-roledescription=bar]')].map((bar) => bar.getBBox())"
    assert opened.look(f"{bars}.filter((box) => box.width > 0 && box.height > 0).length") >= 20
    assert opened.complaints == []


def test_rows_are_paged_and_searched(opened):
    count = "document.querySelector('output').textContent"
    pages = []
    for button in (1, 1, 0):
        opened.look(f"document.querySelectorAll('.tools button')[{button}].click()")
        opened.until(f"{count} !== {pages[-1] if pages else '1 to 10 of 50'!r}")
        pages.append(opened.look(count))
    opened.look(
        "(() => { const box = document.querySelector('.tools input'); box.value = 'bad QUESTION 3';"
        " box.dispatchEvent(new Event('input')); })()"
    )
    opened.until(f"{count} === '1 to 1 of 1'")

    assert pages == ["11 to 20 of 50", "21 to 30 of 50", "11 to 20 of 50"]
    assert opened.look("document.querySelector('.row .pair b').textContent") == "Bad question 3"


def test_a_row_opens_by_the_keyboard_to_its_prompt_and_its_answer(opened):
    opened.look("document.querySelector('.row summary').focus()")
    opened.key("Enter")
    opened.until("document.querySelector('.row[open] .story')")
    story = opened.look("document.querySelector('.row[open] .story').innerText")

    assert "Asked (user, as it was asked)\nWrite a question." in story
    assert "Answer, as it came (ok)\n<question>raw</question>" in story
    assert "In train.jsonl:1, messages.jsonl:1" in story


def test_a_reason_leads_to_its_rows(opened):
    opened.look("document.querySelector('[data-kind]').click()")
    opened.until("document.querySelector('.badge.gone')")

    assert opened.look("[...document.querySelectorAll('.badge')].map((one) => one.textContent)") == ["low_score"] * 5


@pytest.mark.parametrize("width", [360, 800])
def test_a_narrow_window_shows_all_without_scrolling_sideways(opened, width):
    opened.window(width, 800)
    opened.until(f"innerWidth === {width}")
    opened.until("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_dark_scheme_is_followed_by_the_charts_too(opened):
    bars = "[...document.querySelectorAll('[data-chart] svg path')]"
    green = f"{bars}.find((bar) => (bar.getAttribute('fill') || '').includes('--got'))"
    opened.until(green)
    light = opened.look(f"getComputedStyle({green}).fill")
    opened.window(1280, 900, "dark")

    assert (light, opened.look(f"getComputedStyle({green}).fill")) == ("rgb(29, 131, 87)", "rgb(82, 197, 141)")
    assert opened.look("getComputedStyle(document.body).backgroundColor") == "rgb(19, 21, 25)"


def test_text_of_rows_never_acts(browser, tmp_path):
    nasty = "</script><img src=x onerror=\"document.title='acted'\"><script>document.title='acted'</script>"
    one = made(answered(nasty, leaf_node_path=[nasty]), rejected=[gone("r9", detail=nasty, question=nasty)])
    browser.complaints.clear()
    browser.open(write_run_folder(run(one, name=nasty), tmp_path / "run").files["report.html"].as_uri())
    browser.until("document.querySelectorAll('details.row').length === 2")
    browser.look("document.querySelectorAll('.row').forEach((row) => { row.open = true; })")
    browser.until("document.querySelectorAll('.story').length === 2")

    assert nasty in browser.look("document.querySelector('.story').textContent")
    assert browser.look("document.title").startswith("</script>")
    assert browser.look("document.images.length") == 0
    assert browser.complaints == []


def test_a_page_without_rows_is_as_silent(browser, tmp_path):
    browser.complaints.clear()
    browser.open(write_run_folder(run(made(steps=[JUDGE])), tmp_path / "run").files["report.html"].as_uri())
    browser.until("document.querySelector('[data-chart] svg path')")

    assert browser.complaints == []
