from __future__ import annotations

from prefect import get_run_logger

from sdg_flows.orchestrate.artifacts import version_shown
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.outputs.run_folders import KeptRun
from sdg_flows.outputs.version_diff import diff_text
from sdg_flows.outputs.versions import publish, said
from sdg_flows.storage.url import Place, place


async def published(run: KeptRun, suite: str, choices: Choices) -> Place | None:
    """Let a run stand as a new version where it was chosen to, and show in Prefect what it brings; else None.

    Raises:
        SettingsError, DiskError: as `publish` says.
    """
    if choices.publish is None:
        return None
    publication = publish(run, place(choices.publish), choices.keep_versions)
    get_run_logger().info(said(publication))
    await version_shown(suite, diff_text(publication.diff) if publication.diff else said(publication))
    return publication.version
