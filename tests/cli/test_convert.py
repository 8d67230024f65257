import pytest

from sdg_flows.cli.main import main

CONFIG = "{block_name: s, input_cols: {a: b}}"
FLOW = f"metadata: {{name: x}}\nblocks:\n- {{block_type: RenameColumnsBlock, block_config: {CONFIG}}}\n"


def code(*arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code


def test_a_flow_file_is_written_anew_and_what_is_lost_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hub.yaml").write_text(FLOW)

    assert code("convert", "hub.yaml", "--output", "new.yaml") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "new.yaml\n",
        "hub.yaml:1: 'metadata' cannot be said in version 1.0, and is left out.\n",
    )
    assert (tmp_path / "new.yaml").read_text().startswith("version: '1.0'\nblocks:\n- name: s\n")


def test_no_file_is_written_over(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hub.yaml").write_text(FLOW)

    assert code("convert", "hub.yaml", "--output", "hub.yaml") == 2
    assert "is there already, and no file is written over" in capsys.readouterr().err
    assert (tmp_path / "hub.yaml").read_text() == FLOW
