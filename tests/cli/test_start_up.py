import re

import pytest

from cli.commands import ended


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--help"], 0),
        (["--list-pipelines"], 0),
        (["--check"], 0),
        (["--pipeline", "simpel"], 2),
        (["--taxonomy", "nowhere"], 2),
        (["--num-instructions", "many"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_needs_no_run_is_said_without_loading_prefect_or_datasets(start, words, code):
    end = ended(start(*words, options=("-X", "importtime")))
    loaded = set(re.findall(r"^import time: .*\| +(\w+)$", end.err, re.MULTILINE))

    assert end.code == code
    assert "argparse" in loaded
    assert loaded & {"prefect", "datasets", "openai", "fastapi"} == set()
