import pytest

from sdg_flows.outputs.files import lines
from sdg_flows.outputs.files.lines import numbered_lines, pieces_from_the_end


def test_lines_are_numbered_from_0(tmp_path):
    (tmp_path / "f").write_text("a\nb\n")

    assert list(numbered_lines(tmp_path / "f")) == [(0, b"a\n"), (1, b"b\n")]
    assert list(numbered_lines(tmp_path / "none")) == []


@pytest.mark.parametrize("size", [1, 3, 4, 1000])
def test_pieces_from_the_end_are_whole_lines(tmp_path, monkeypatch, size):
    monkeypatch.setattr(lines, "BYTES_A_READ", size)
    (tmp_path / "f").write_text("first\nb\n\nlast one\n")
    pieces = list(pieces_from_the_end(tmp_path / "f"))

    assert b"".join(reversed(pieces)) == b"first\nb\n\nlast one\n"
    assert all(piece.endswith(b"\n") for piece in pieces)
    assert list(pieces_from_the_end(tmp_path / "none")) == []
