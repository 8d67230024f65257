import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
NAMED = re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", (TESTS.parent / "docs" / "security.md").read_text())


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_each_test_that_stands_for_a_promise_is_there(file, test):
    assert f"def {test}" in (TESTS / file).read_text()
