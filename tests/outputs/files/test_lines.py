import pytest

from sdg_flows.outputs.files import lines
from sdg_flows.outputs.files.lines import chunks_from_end, numbered_lines


def test_lines_are_numbered_from_0(tmp_path):
    (tmp_path / "f").write_text("a\nb\n")

    assert list(numbered_lines(tmp_path / "f")) == [(0, b"a\n"), (1, b"b\n")]
    assert list(numbered_lines(tmp_path / "none")) == []


@pytest.mark.parametrize("size", [1, 3, 4, 1000])
def test_chunks_from_the_end_are_whole_lines(tmp_path, monkeypatch, size):
    monkeypatch.setattr(lines, "BYTES_PER_READ", size)
    (tmp_path / "f").write_text("first\nb\n\nlast one\n")
    pieces = list(chunks_from_end(tmp_path / "f"))

    assert b"".join(reversed(pieces)) == b"first\nb\n\nlast one\n"
    assert all(piece.endswith(b"\n") for piece in pieces)
    assert list(chunks_from_end(tmp_path / "none")) == []
