"""What docs/schedule.md tells users to type is there: Prefect's own parser takes each of its commands."""

import re
import shlex
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from prefect.cli._app import _app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "schedule.md").read_text()
COMPOSE = yaml.safe_load((ROOT / "deployments" / "compose.yaml").read_text())
COMMANDS = re.findall(r"^prefect (.*)$", PAGE, re.MULTILINE)
IN_CONTAINERS = re.findall(
    r"prefect (?:--no-prompt )?([a-z-]+ [a-z-]+[^|&;\"\n]*)", str(COMPOSE["services"]).replace("'", "\n")
)


@pytest.mark.parametrize("command", [*COMMANDS, *IN_CONTAINERS])
def test_prefect_takes_the_command(command):
    words = [str(UUID(int=1)) if word.endswith("_ID") else word for word in shlex.split(command)]

    _app.parse_args(words, exit_on_error=False, print_error=False)


def test_the_page_names_each_deployment():
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]

    assert {one["name"] for one in deployments} == set(re.findall(r"^\| `generate/(\w+)`", PAGE, re.MULTILINE))


def test_what_the_image_copies_is_there():
    copied = re.findall(r"^COPY (.*) \S+$", (ROOT / "deployments" / "Containerfile").read_text(), re.MULTILINE)

    assert [name for line in copied for name in line.split() if not (ROOT / name).exists()] == []


def test_containers_wait_for_containers_that_are_there_and_hold_no_secret():
    services = COMPOSE["services"]

    assert {name for one in services.values() for name in one.get("depends_on", {})} <= services.keys()
    assert services["worker"]["environment"]["OPENAI_API_KEY"] is None  # taken from where the command is called
    assert services["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
