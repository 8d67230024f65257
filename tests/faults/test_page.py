import re
from pathlib import Path

import pytest

from faults.page import PAGE, page_with_figures

TESTS = Path(__file__).parents[1]
NAMED = sorted(set(re.findall(r"`(\w[\w/]*\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))))


def test_the_figures_are_those_of_the_cases():
    page = PAGE.read_text(encoding="utf-8")

    assert page == page_with_figures(page), "run: make reliability"


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_the_page_names_is_there(file, name):
    assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8")
