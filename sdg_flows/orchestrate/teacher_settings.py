from __future__ import annotations

from collections.abc import Mapping

from sdg_flows.core.errors import SettingsError
from sdg_flows.orchestrate.choices import OFFLINE, Choices
from sdg_flows.teacher.settings import TeacherSettings, settings_from


def teacher_settings(choices: Choices, environment: Mapping[str, str]) -> TeacherSettings:
    """Return the settings of the chosen teacher. The choice `offline` overrides the environment.

    Raises:
        SettingsError: the teacher file, a choice or the environment cannot be used, or two choices contradict.
    """
    if choices.teacher != OFFLINE:
        return settings_from(choices.teacher_file, choices.teacher_options, environment)
    asked = {name: choice for name, choice in choices.teacher_options.items() if choice is not None}
    if contrary := sorted(asked.keys() - {"max_in_flight"}):
        flags = " and ".join(f"--{name.replace('_', '-')}" for name in contrary)
        raise SettingsError(f"--teacher {OFFLINE}: asks no server, and {flags} is for one; leave one of them out")
    return settings_from(None, asked, {})
