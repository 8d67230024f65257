"""API keys in Prefect Secret blocks. They go to the teacher, never into parameters, logs or files."""

from __future__ import annotations

from typing import Any

from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client

from sdg_flows.core.errors import SettingsError, did_you_mean, listed
from sdg_flows.teacher.settings import TeacherSettings


async def keys_in_blocks(settings: TeacherSettings) -> dict[str, str]:
    """Return the keys that the settings have in Secret blocks, by the block's name.

    Raises:
        SettingsError: a block is not there or holds no text. What was given as its name is not repeated: it may be
            the key itself.
    """
    return {name: await _key_in(name) for name in settings.key_blocks}


async def _key_in(name: str) -> str:
    try:
        secret: Secret[Any] = await Secret.aload(name)
    except ValueError:
        raise SettingsError(await _missing(name)) from None
    key: object = secret.value.get_secret_value()
    if not isinstance(key, str) or not key:
        raise SettingsError(f"key_block: the Secret block {name!r} holds no text; put the key itself there")
    return key


async def _missing(name: str) -> str:
    async with get_client() as client:
        names = sorted(str(block.name) for block in await client.read_block_documents_by_type("secret"))
    there = f"There: {listed(names)}." if names else "There is none yet: add one in the UI under Blocks."
    return f"key_block: Prefect has no Secret block of that name.{did_you_mean(name, names)} {there}"
