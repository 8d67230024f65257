import pytest

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.utf8_file import read_utf8


def test_a_byte_order_mark_is_dropped_and_line_ends_stay(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfx\r\ny")

    assert read_utf8(tmp_path / "a", "a", 9) == "x\r\ny"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"abc\nd\xffe", r"^a:2: byte 6 is 0xff, which is not UTF-8; save it as UTF-8$"),
        (b"x" * 10, r"^a: the file is too large; at most 9 bytes are read$"),
    ],
)
def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path, content, message):
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(InputError, match=message):
        read_utf8(tmp_path / "a", "a", 9)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"^a: this is not a regular file$"):
        read_utf8(tmp_path, "a", 9)
