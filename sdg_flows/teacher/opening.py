from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from contextvars import ContextVar

from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.answers import Answers
from sdg_flows.teacher.endpoint import EndpointLine
from sdg_flows.teacher.file_handles import requests_allowed
from sdg_flows.teacher.lane import Lane
from sdg_flows.teacher.line import Line
from sdg_flows.teacher.offline import OfflineLine
from sdg_flows.teacher.pace import Pace
from sdg_flows.teacher.settings import DEFAULT_KEY_ENV, EndpointSettings, TeacherSettings
from sdg_flows.teacher.teacher import Teacher

GIVEN_KEY: ContextVar[str | None] = ContextVar("GIVEN_KEY", default=None)
"""The key of the default endpoint when a caller has one in hand; it goes before that of the environment."""
NO_KEY = "none"
"""Sent as the key when its environment variable is not set; servers without keys take any."""


async def open_teacher(settings: TeacherSettings, store: Callable[[], Answers], fresh: Callable[[], int]) -> Teacher:
    """Give the teacher of the settings, greeted: each endpoint answers, takes its key, and serves its model.

    `store` and `fresh` are called when they do; `fresh` counts how often all new draws were asked for.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: one does not; nothing was asked.
        DiskError: the answer store cannot be opened.
    """
    if settings.endpoint is None:
        return Teacher(OfflineLine(), store(), Pace(settings.max_in_flight), fresh=fresh())
    async with AsyncExitStack() as opened:
        line = await _greeted(settings.endpoint, settings, DEFAULT_KEY_ENV, opened, GIVEN_KEY.get())
        named = {
            name: Lane(
                await _greeted(one.endpoint, one, one.key_env, opened),
                _pace(one),
                one.key_env,
            )
            for name, one in settings.endpoints.items()
        }
        teacher = Teacher(line, store(), _pace(settings), fresh=fresh(), named=named)
        opened.pop_all()
    return teacher


def _pace(settings: EndpointSettings) -> Pace:
    return Pace(requests_allowed(settings.max_in_flight))


async def _greeted(
    url: str, settings: EndpointSettings, key_env: str, opened: AsyncExitStack, given: str | None = None
) -> Line:
    """Give a line that has been greeted, and leave its closing to `opened`."""
    key = given or os.environ.get(key_env) or NO_KEY
    if not key.isascii() or not key.isprintable():
        raise SettingsError(f"{key_env}: holds characters that no key has; set it to the key itself")
    line = EndpointLine(url, key, settings, key_env)
    opened.push_async_callback(line.close)
    await line.greet()
    return line
