"""Reading a text file that must be UTF-8."""

from __future__ import annotations

from pathlib import Path

from sdg_flows.core.errors import InputError


def read_utf8(path: Path, shown: str, max_bytes: int) -> str:
    """Return the text of a file that messages call `shown`, without a byte order mark; line ends stay as they are.

    Raises:
        InputError: it is not a file that can be read, is larger than `max_bytes`, or is not UTF-8.
    """
    if not path.is_file():
        raise InputError.at(shown, None, "this is not a regular file")
    try:
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise InputError.at(shown, None, f"the file cannot be read: {error.strerror}") from error
    if len(content) > max_bytes:
        raise InputError.at(shown, None, f"the file is too large; at most {max_bytes} bytes are read")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError.at(
            shown, line, f"byte {error.start + 1} is 0x{content[error.start]:02x}, which is not UTF-8; save it as UTF-8"
        ) from error
