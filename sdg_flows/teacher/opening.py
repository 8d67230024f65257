from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.endpoint import EndpointLine
from sdg_flows.teacher.line import Line
from sdg_flows.teacher.offline import OfflineLine
from sdg_flows.teacher.pace import Pace
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.store import AnswerStore
from sdg_flows.teacher.teacher import Teacher

NO_KEY = "none"
"""Sent as the key when OPENAI_API_KEY is not set; servers without keys take any."""


async def open_teacher(settings: TeacherSettings, store: Path, *, fresh: int) -> Teacher:
    """Give the teacher of the settings, greeted: the endpoint answers, takes the key, and serves the model.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: it does not; nothing was asked.
        DiskError: the answer store cannot be opened.
    """
    line = await _line(settings)
    return Teacher(line, AnswerStore(store), Pace(settings.max_in_flight), fresh=fresh)


async def _line(settings: TeacherSettings) -> Line:
    if settings.endpoint is None:
        return OfflineLine()
    address = urlsplit(settings.endpoint)
    if address.scheme not in ("http", "https") or not address.netloc:
        raise SettingsError(f"--endpoint: found {settings.endpoint!r}, expected an address such as http://host:8000/v1")
    if address.username or address.password:
        raise SettingsError("--endpoint: holds a user name or password; set OPENAI_API_KEY and give the bare address")
    line = EndpointLine(settings.endpoint, os.environ.get("OPENAI_API_KEY") or NO_KEY, settings)
    try:
        await line.greet()
    except BaseException:
        await line.close()
        raise
    return line
