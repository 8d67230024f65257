import json

import pytest

from sdg_flows.blocks import BLOCKS
from sdg_flows.cli.main import main


def code(*words):
    with pytest.raises(SystemExit) as left:
        main(words)
    return left.value.code


def test_the_schema_is_written_to_a_file_as_it_is_printed(tmp_path, capsys):
    assert code("schema") == 0
    printed = capsys.readouterr().out
    assert code("schema", "--output", str(tmp_path / "flow.schema.json")) == 0

    assert (tmp_path / "flow.schema.json").read_text() == printed
    assert json.loads(printed)["required"] == ["version", "blocks"]


def test_a_schema_that_cannot_be_written_is_a_disk_error(tmp_path, capsys):
    assert code("schema", "--output", str(tmp_path / "none" / "flow.schema.json")) == 74
    assert "flow.schema.json: the schema cannot be written: No such file or directory" in capsys.readouterr().err


def test_blocks_are_listed_a_line_each(capsys):
    assert code("blocks") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == sorted(BLOCKS)


def test_an_unknown_block_is_refused_with_the_nearest_name(capsys):
    assert code("blocks", "LMBlock") == 2
    assert capsys.readouterr().err == "sdg-flows: there is no block 'LMBlock'. Did you mean 'LLMBlock'?\n"
