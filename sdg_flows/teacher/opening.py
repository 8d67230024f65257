from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

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


async def open_teacher(settings: TeacherSettings, store: Path, fresh: Callable[[], int]) -> Teacher:
    """Give the teacher of the settings, greeted: the endpoint answers, takes the key, and serves the model.

    `fresh` is called when it does; it counts how often all new draws were asked for.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: it does not; nothing was asked.
        DiskError: the answer store cannot be opened.
    """
    line = await _line(settings)
    return Teacher(line, AnswerStore(store), Pace(settings.max_in_flight), fresh=fresh())


async def _line(settings: TeacherSettings) -> Line:
    if settings.endpoint is None:
        return OfflineLine()
    key = os.environ.get("OPENAI_API_KEY") or NO_KEY
    if not key.isascii() or not key.isprintable():
        raise SettingsError("OPENAI_API_KEY: holds characters that no key has; set it to the key itself")
    line = EndpointLine(settings.endpoint, key, settings)
    try:
        await line.greet()
    except BaseException:
        await line.close()
        raise
    return line
