"""The page of a report, as a person has it before them: opened from the disk, with nothing else to reach."""

import pytest

from chromium import chromium, needs_chromium

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser():
    with chromium() as page:
        yield page


@pytest.fixture
def opened(browser, judged):
    """Give the report of a run, opened anew from its file."""
    browser.complaints.clear()
    browser.window(1280, 900)
    browser.open((judged.folder / "report.html").as_uri())
    browser.until("document.querySelectorAll('details.row').length")
    return browser


def test_every_chart_is_drawn_and_the_console_stays_silent(opened):
    opened.until("[...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('svg path'))")

    assert opened.look("document.querySelectorAll('[data-chart]').length") >= 8
    assert opened.look("document.querySelectorAll('[data-chart]').length") == opened.look(
        "Object.keys(JSON.parse(document.getElementById('charts').textContent)).length"
    )
    assert opened.complaints == []


def test_rows_are_paged_and_searched(opened):
    shown = "[...document.querySelectorAll('.row .pair b')].map((one) => one.textContent).join()"
    first = opened.look(shown)
    opened.look("document.querySelectorAll('.tools button')[1].click()")
    opened.until(f"{shown} !== {first!r}")
    opened.look("document.querySelectorAll('.tools button')[0].click()")
    opened.until("document.querySelector('output').textContent.startsWith('1 to 10 of ')")
    opened.look(
        "(() => { const box = document.querySelector('.tools input'); box.value = 'no such text';"
        " box.dispatchEvent(new Event('input')); })()"
    )
    opened.until("document.querySelector('output').textContent === 'No row here'")

    assert opened.complaints == []


def test_a_row_opens_by_the_keyboard_to_its_prompts_and_answers(opened):
    opened.look("document.querySelector('.row summary').focus()")
    opened.key("Enter")
    opened.until("document.querySelector('.row[open] .story')")
    told = opened.look("document.querySelector('.row[open] .story').innerText")

    assert "as it was asked" in told
    assert "Answer, as it came (ok)" in told
    assert "Source: input row" in told


def test_a_reason_leads_to_its_rows(opened):
    reason = opened.look("document.querySelector('[data-kind]').dataset.kind")
    opened.look("document.querySelector('[data-kind]').click()")
    opened.until("document.querySelector('.badge.gone')")

    assert set(opened.look("[...document.querySelectorAll('.badge')].map((one) => one.textContent)")) == {reason}


@pytest.mark.parametrize("width", [360, 800])
def test_a_narrow_window_shows_all_without_scrolling_sideways(opened, width):
    opened.window(width, 800)
    opened.until(f"document.documentElement.clientWidth === {width}")

    assert opened.look("document.documentElement.scrollWidth") == width


def test_a_dark_scheme_is_followed_by_the_charts_too(opened):
    opened.until("document.querySelector('[data-chart] svg path[fill]')")
    bars = "[...document.querySelectorAll('[data-chart] svg path')]"
    colours = f"getComputedStyle({bars}.find((bar) => (bar.getAttribute('fill') || '').includes('--got'))).fill"
    light = opened.look(colours)
    opened.window(1280, 900, "dark")

    assert (light, opened.look(colours)) == ("rgb(29, 131, 87)", "rgb(82, 197, 141)")
    assert opened.look("getComputedStyle(document.body).backgroundColor") == "rgb(19, 21, 25)"


def test_text_of_rows_never_acts(browser, tmp_path):
    from outputs.records import answered, gone, made, run
    from sdg_flows.outputs.folder import write

    nasty = "</script><img src=x onerror=\"document.title='acted'\"><script>document.title='acted'</script>"
    one = made(answered(nasty, leaf_node_path=[nasty]), rejected=[gone("r9", detail=nasty, question=nasty)])
    browser.complaints.clear()
    browser.open(write(run(one, name=nasty), tmp_path / "run").files["report.html"].as_uri())
    browser.until("document.querySelectorAll('details.row').length === 2")
    browser.look("document.querySelectorAll('.row').forEach((row) => { row.open = true; })")
    browser.until("document.querySelectorAll('.story').length === 2")

    assert nasty in browser.look("document.querySelector('.story').textContent")
    assert browser.look("document.title").startswith("</script>")
    assert browser.look("document.images.length") == 0
    assert browser.complaints == []
