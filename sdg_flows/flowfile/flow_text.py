from __future__ import annotations

from pathlib import Path

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.notes import MarkedFile, UnusableFile, marked_file
from sdg_flows.flowfile.text_file import read_text


def flow_text(path: Path) -> MarkedFile:
    """Read a flow file as marked YAML, whatever its dialect.

    Raises:
        FlowFileError: there is no such file, or it is not YAML that we read.
    """
    try:
        return marked_file(read_text(path), str(path))
    except UnusableFile as error:
        raise FlowFileError(error.problems) from error
    except ValueError as error:
        raise FlowFileError.at(str(path), None, str(error)) from error
