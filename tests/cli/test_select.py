import pytest

from outputs.mixes import rows_in, ten, write_rows
from sdg_flows.cli.main import main


@pytest.fixture
def select(tmp_path, monkeypatch, capsys):
    """Return a function that calls `sdg-flows select` over ten rows, and gives its code and what it said."""
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path / "in.jsonl", ten())

    def call(*words):
        with pytest.raises(SystemExit) as left:
            main(["select", "in.jsonl", "--output", "out.jsonl", *words])
        said = capsys.readouterr()
        return left.value.code, said.out + said.err

    return call


@pytest.mark.parametrize(("words", "rows"), [(["--size", "3"], 3), (["--size", "0.5", "--column", "id"], 5)])
def test_the_rows_are_written_and_counted(select, tmp_path, words, rows):
    assert select(*words) == (0, f"out.jsonl: {rows} of 10 rows\n")
    assert len(rows_in(tmp_path / "out.jsonl")) == rows


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--size", "11"], "11 of 10 rows"), (["--size", "2", "--column", "idd"], "Did you mean 'id'?")],
)
def test_what_cannot_be_selected_is_refused(select, words, said):
    code, message = select(*words)

    assert code == 2
    assert said in message
