"""Publishes a run as a new version of its data set."""

from __future__ import annotations

from prefect import get_run_logger

from sdg_flows.orchestrate.artifacts import version_shown
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.published.version_diff import diff_text
from sdg_flows.outputs.published.versions import latest, publish, said
from sdg_flows.storage.url import Place, place


def check_published(choices: Choices) -> None:
    """Return if the version that a new one would follow can be read, or there is none yet.

    Raises:
        SettingsError: as `latest` says.
    """
    if choices.publish:
        latest(place(choices.publish))


async def published(run: KeptRun, suite: str, choices: Choices) -> Place | None:
    """Publish a run as a new version if that was chosen, and show in Prefect what it brings; otherwise None.

    Raises:
        SettingsError, DiskError: as `publish` says.
    """
    if choices.publish is None:
        return None
    publication = publish(run, place(choices.publish), choices.keep_versions)
    get_run_logger().info(said(publication))
    await version_shown(suite, diff_text(publication.diff) if publication.diff else said(publication))
    return publication.version
