"""Opens the teacher that the settings describe."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from contextvars import ContextVar
from types import MappingProxyType

from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.answer_store.answers import Answers
from sdg_flows.teacher.endpoint import Endpoint
from sdg_flows.teacher.http.file_handles import requests_allowed
from sdg_flows.teacher.http.http_backend import HttpBackend
from sdg_flows.teacher.offline import OfflineBackend
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.pacing.shared_limit import SharedLimit, folder_of_limits
from sdg_flows.teacher.settings import NO_KEY, EndpointSettings, TeacherSettings
from sdg_flows.teacher.teacher import Teacher

GIVEN_KEY: ContextVar[str | None] = ContextVar("GIVEN_KEY", default=None)
"""The key of the default endpoint when a caller has one in hand; it goes before that of the environment."""
NO_KEYS: Mapping[str, str] = MappingProxyType({})


async def open_teacher(
    settings: TeacherSettings,
    store: Callable[[], Answers],
    fresh: Callable[[], int],
    keys: Mapping[str, str] = NO_KEYS,
) -> Teacher:
    """Return the teacher of the settings, probed: each endpoint answers, takes its key, and serves its model.

    `store` and `fresh` are called after that; `fresh` counts how often all new draws were asked for. `keys` are those
    in Secret blocks, by the block's name.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: an endpoint fails this; nothing was asked.
        DiskError: the answer store cannot be opened.
    """
    if settings.endpoint is None:
        return Teacher(OfflineBackend(), store(), Pace(settings.max_in_flight), fresh=fresh())
    async with AsyncExitStack() as opened:
        own = await _endpoint(settings.endpoint, settings, GIVEN_KEY.get() or _key(settings, keys), opened)
        named = {
            name: await _endpoint(one.endpoint, one, _key(one, keys), opened)
            for name, one in settings.endpoints.items()
        }
        teacher = Teacher(
            own.backend,
            store(),
            own.pace,
            fresh=fresh(),
            named=named,
            limit=own.limit,
            price=own.price,
            context=own.context,
            key_place=own.key_place,
        )
        opened.pop_all()
    return teacher


def _key(settings: EndpointSettings, keys: Mapping[str, str]) -> str:
    if settings.key_block is not None:
        return keys[settings.key_block]
    return os.environ.get(settings.key_env) or NO_KEY


async def _endpoint(url: str, settings: EndpointSettings, key: str, opened: AsyncExitStack) -> Endpoint:
    """Return a endpoint whose backend has been probed, and leave its closing to `opened`."""
    if not key.isascii() or not key.isprintable():
        raise SettingsError(f"{settings.key_place}: holds characters that no key has; set it to the key itself")
    backend, pace = HttpBackend(url, key, settings), Pace(requests_allowed(settings.max_in_flight))
    endpoint = Endpoint(backend, pace, settings.key_place, price=settings.price)
    opened.push_async_callback(endpoint.close)
    endpoint.context = await backend.probe()
    endpoint.limit = _share_limit(backend.identity, key, pace, settings)
    return endpoint


def _share_limit(endpoint: str, key: str, pace: Pace, settings: EndpointSettings) -> SharedLimit | None:
    """Let the pace keep to one limit with other processes, unless the settings leave it its own or it cannot.

    Raises:
        SettingsError: it cannot, and the settings ask for it.
    """
    folder = folder_of_limits(os.environ)
    try:
        return SharedLimit(folder, endpoint, key, pace) if folder and settings.share_limit is not False else None
    except OSError as error:
        if settings.share_limit is None:
            return None
        raise SettingsError(f"share_limit: {folder}: processes cannot find each other there ({error})") from error
