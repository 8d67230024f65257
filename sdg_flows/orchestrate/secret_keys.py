"""Loads API keys from Prefect Secret blocks. They go to the teacher, never into parameters, logs or files."""

from __future__ import annotations

from typing import Any

from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client

from sdg_flows.core.errors import SettingsError, did_you_mean, listed
from sdg_flows.teacher.settings import TeacherSettings


async def load_secret_keys(settings: TeacherSettings) -> dict[str, str]:
    """Load the keys of the Secret blocks that the settings name, by block name.

    Raises:
        SettingsError: a block does not exist or holds no text. The message does not repeat the name: it may be the key
            itself.
    """
    return {name: await _load_key(name) for name in settings.key_blocks}


async def _load_key(name: str) -> str:
    try:
        secret: Secret[Any] = await Secret.aload(name)
    except ValueError:
        raise SettingsError(await _missing_block(name)) from None
    key: object = secret.value.get_secret_value()
    if not isinstance(key, str) or not key:
        raise SettingsError(f"key_block: the Secret block {name!r} holds no text; put the key itself there")
    return key


async def _missing_block(name: str) -> str:
    async with get_client() as client:
        names = sorted(str(block.name) for block in await client.read_block_documents_by_type("secret"))
    there = f"There: {listed(names)}." if names else "There is none yet: add one in the UI under Blocks."
    return f"key_block: Prefect has no Secret block of that name.{did_you_mean(name, names)} {there}"
