"""What commands print and write, whatever the names in it."""

import pytest
from rich.table import Table

from sdg_flows.cli.console import console
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


def test_a_terminal_obeys_no_name_in_an_error(sdg_flows):
    assert sdg_flows("\x1b[31mred", command="report").err.startswith("sdg-flows: \\x1b[31mred: no run is here")
