"""Publishes a run as a new version of its data set."""

from __future__ import annotations

from prefect import get_run_logger

from sdg_flows.orchestrate.artifacts import show_version
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.published.version_diff import diff_text
from sdg_flows.outputs.published.versions import describe, latest, publish
from sdg_flows.storage.url import Place, place


def check_publish_target(choices: Choices) -> None:
    """Check that the latest version at the chosen place can be read, if there is one.

    Raises:
        SettingsError: see `latest`.
    """
    if choices.publish:
        latest(place(choices.publish))


async def publish_if_chosen(run: KeptRun, suite: str, choices: Choices) -> Place | None:
    """Publish a run as a new version, if that was chosen, and show the changes in Prefect.

    Return the new version's folder; None if publishing was not chosen or no row has changed.

    Raises:
        SettingsError, DiskError: see `publish`.
    """
    if choices.publish is None:
        return None
    publication = publish(run, place(choices.publish), choices.keep_versions)
    get_run_logger().info(describe(publication))
    await show_version(suite, diff_text(publication.diff) if publication.diff else describe(publication))
    return publication.version
