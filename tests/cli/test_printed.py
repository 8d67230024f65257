"""What commands print and write, whatever the names in it."""

import json
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.table import Table
from rich.text import Text

from orchestrate.counting_teacher import failing
from sdg_flows.cli.console import console, error_console
from sdg_flows.cli.page_file import write_page
from sdg_flows.core.errors import SettingsError


def test_names_are_printed_as_they_are_written(capsys):
    table = Table("block")
    table.add_row("keep [good] [/x] :bug:")
    console(80).print(table)

    assert "keep [good] [/x] :bug:" in capsys.readouterr().out


def test_a_page_is_not_written_over_a_folder(tmp_path):
    with pytest.raises(SettingsError, match=r"--html: .* is a folder\. Expected the file to write"):
        write_page("page", str(tmp_path), "--html")

    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_left_ends_a_command_without_a_word():
    left, pipe = os.pipe()
    os.close(left)
    command = [sys.executable, "-c", "from sdg_flows.cli.main import main; main()", "blocks"]
    end = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True)
    os.close(pipe)

    assert (end.returncode, end.stderr) == (1, "")


def test_a_terminal_obeys_no_name_in_an_error(sdg_flows):
    assert sdg_flows("\x1b[31mred", command="report").err.startswith("sdg-flows: \\x1b[31mred: no run is here")


def test_a_terminal_obeys_no_text_that_is_laid_out_and_gets_the_colours_that_are_meant(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    table = Table("block, with enough room")
    table.add_row("\x1b[2Jname \x9b2J")
    for out in (console(80), error_console()):
        out.print(table, Text("done\x1b[1A", style="red"), "\x1b]0;title\x1b[0m")
    said = capsys.readouterr()

    for text in (said.out, said.err):
        assert all(shown in text for shown in ("\\x1b[2Jname \\x9b2J", "\x1b[31mdone\\x1b[1A\x1b[0m", "\\x1b]0;title"))
        assert not any(obeyed in text for obeyed in ("\x1b[2J", "\x9b", "\x1b[1A", "\x1b]0;"))


@pytest.mark.parametrize("command", ["plan", "preview", "run"])
def test_a_terminal_obeys_no_word_of_a_server(project, teacher, sdg_flows, command):
    teacher.fault = lambda exchange: failing(400, "\x1b[2J[red]no") if "topic 0003?" in exchange.prompt else None
    many = {"plan": ("--sample", "20"), "preview": ("20",)}
    end = sdg_flows(*many.get(command, ()), *project.arguments, command=command)

    assert "\x1b" not in end.out + end.err
    if command != "run":
        assert "\\x1b[2J[red]no" in end.out + end.err


def test_json_has_null_for_a_number_that_it_has_no_word_for(project, sdg_flows):
    columns = {"seed_question": ["a", "b"], "share": [float("nan"), float("inf")], "score": [1, 1]}
    pq.write_table(pa.table(columns), project.folder / "seeds.parquet")
    keeping = "{name: keep, type: FilterByValueBlock, config: {filter_column: score, filter_value: 1, operation: ge}}"
    project.write("flow.yaml", f'version: "1.0"\nblocks:\n  - {keeping}\n')
    end = sdg_flows("--pipeline", "flow.yaml", "--input", "seeds.parquet", "--json", command="preview")
    found = json.loads(end.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))

    assert [card["source"]["share"] for card in found["cards"]] == [None, None]
