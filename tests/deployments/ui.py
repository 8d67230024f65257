"""What a person does in the Prefect UI: pages opened, buttons pressed, fields filled, by a headless Chromium."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import BINARY, Page, chromium
from deployments.served import Served

SECONDS = 90.0
WIDTH, HEIGHT = 1300, 1000
PATIENCE = 20.0
"""Seconds after which a button is pressed again: the UI says Oops, and asks no more, when SQLite is busy."""
SETTLED = 1.5
"""Seconds until the graph of a run has come to rest."""
_SEEN = "[...document.querySelectorAll({what})].filter((one) => one.checkVisibility() && {test})"
_SAYS = "one.textContent.trim() === {text}"


class Ui:
    """The UI in a browser's window."""

    def __init__(self, page: Page, served: Served) -> None:
        self.page, self.served = page, served
        page.window(WIDTH, HEIGHT, "dark")

    def open(self, path: str) -> None:
        """Go to a page of the UI."""
        self.page.open(f"{self.served.url}{path}")

    def open_run(self, run: str, state: str) -> None:
        """Go to the page of a run, and wait until it shows a state."""
        self.open(f"/runs/flow-run/{run}")
        self.wait_for_state(state)

    def wait_for_state(self, state: str) -> None:
        """Wait until the page of a run shows a state, which it asks for again and again."""
        self.wait_for(state, ".state-badge")

    def press(self, text: str, what: str = "button, a, [role=menuitem]", *, first: bool = False) -> None:
        """Press what says a text: the last of several, for what opened last stands last, or the first."""
        self.wait_for(text, what)
        self.page.look(f"{self._found(text, what)}.at({0 if first else -1}).click()")

    def press_until(self, text: str, expression: str) -> None:
        """Press what says a text, and again while an expression does not hold."""
        deadline = time.monotonic() + SECONDS
        self.press(text)
        while not self._holds(expression, PATIENCE):
            assert time.monotonic() < deadline, self._in_vain(expression)
            self.press(text)

    def choose(self, text: str, what: str) -> None:
        """Choose what says a text in a list of choices, which is the browser's own where there is no mouse."""
        lists, option = (
            f"document.querySelector({json.dumps(what)})",
            f"(one) => one.text.trim() === {json.dumps(text)}",
        )
        self.until(lists)
        self.page.look(f"{lists}.selectedIndex = [...{lists}.options].findIndex({option})")
        self.page.look(f"{lists}.dispatchEvent(new Event('change', {{bubbles: true}}))")

    def fill(self, text: str, what: str, place: int = 0) -> None:
        """Put a text in place of that in a field, which is named by a selector and its place among the like."""
        fields = _SEEN.format(what=json.dumps(what), test="true")
        self.until(f"{fields}.length > {place}")
        self.page.look(f"{fields}[{place}].focus(); {fields}[{place}].select?.()")
        self.page.call("Input.insertText", text=text)

    def wait_for(self, text: str, what: str = "*") -> None:
        """Wait until something says a text, and nothing else."""
        self.until(f"{self._found(text, what)}.length")

    def wait_for_words(self, words: str) -> None:
        """Wait until words stand somewhere in the page."""
        self.until(f"document.body.innerText.includes({json.dumps(words)})")

    def until(self, expression: str) -> None:
        """Wait until an expression holds."""
        assert self._holds(expression, SECONDS), self._in_vain(expression)

    def picture(self, file: Path, height: int = HEIGHT) -> None:
        """Take a picture of the window once it has come to rest."""
        self.page.window(WIDTH, height, "dark")
        time.sleep(SETTLED)
        self.page.shot(file, WIDTH, height, "dark")
        self.page.window(WIDTH, HEIGHT, "dark")

    def _holds(self, expression: str, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not (holds := self.page.look(f"!!({expression})")) and time.monotonic() < deadline:
            time.sleep(0.2)
        return holds

    def _in_vain(self, expression: str) -> str:
        return f"waited in vain for {expression}; the page says:\n{self.page.look('document.body.innerText')}"

    def _found(self, text: str, what: str) -> str:
        return _SEEN.format(what=json.dumps(what), test=_SAYS.format(text=json.dumps(text)))


@pytest.fixture(scope="module")
def ui(served: Served) -> Iterator[Ui]:
    """Return the UI of what was brought up."""
    if BINARY is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with chromium() as page:
        yield Ui(page, served)


def runs_of(served: Served, deployment: str) -> set[str]:
    """Return the ids of the runs of a deployment."""
    found: list[dict[str, Any]] = served.api("flow_runs/filter", {"deployments": {"id": {"any_": [deployment]}}})
    return {run["id"] for run in found}
