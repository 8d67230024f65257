from pathlib import Path

import pytest

from sdg_flows.cli.main import main

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "words"),
    [("blocks.md", "blocks --markdown"), ("flow_file.schema.json", "schema"), ("command_line.md", "--markdown")],
)
def test_a_page_that_is_made_of_the_program_is_up_to_date(page, words, capsys):
    with pytest.raises(SystemExit):
        main(words.split())

    assert (DOCS / page).read_text("utf-8") == capsys.readouterr().out, "run: make reference"
