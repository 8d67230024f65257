"""Every command that a page tells its reader to type is typed here, but for those that another place tries."""

import re
import shlex
from pathlib import Path

import pytest

from docs.pages import DOCS, fences, steps
from docs.reader import missing, read
from sdg_flows.cli.arguments import COMMANDS, parser

ROOT = DOCS.parent
PAGES = sorted(page for page in DOCS.glob("*.md") if steps(page))
INSTEAD = {"make run": "python -m sdg_flows.run --pipeline simple"}
"""What is typed in place of a command: `make run` is this after an installation, which `.ci/run` does."""
ELSEWHERE = {
    r"\.venv/bin/activate": ".ci/run",
    r"^make (run|test|serve|docs|audit|reliability)": ".ci/run",
    r"^prefect |PREFECT_API_URL|prefect\.blocks": "tests/deployments/test_schedule_page.py",
    r"^POSTGRES_PASSWORD": "tests/deployments/test_schedule_page.py",
    r"--runner (dask|ray)|sdg_flows\[dask\]": "tests/cluster/test_runners.py",
    r"s3://|sdg_flows\[s3\]": "tests/s3/test_commands_on_s3.py",
    r"^split -l": "tests/inputs/test_table_file.py",
    r"^sdg-flows report RUN": "tests/cli/test_report.py",
    r"^sdg-flows publish": "tests/cli/test_publish.py",
}
"""Commands that are not typed here, by a pattern, and the place that tries them."""
EVERY_TIME = {"own_block.md"}
"""Pages that are read in each test run; the others are for the night."""


def elsewhere(commands: str) -> bool:
    return any(re.search(pattern, commands, re.MULTILINE) for pattern in ELSEWHERE)


@pytest.mark.parametrize(
    "page",
    [pytest.param(one, id=one.name, marks=() if one.name in EVERY_TIME else pytest.mark.nightly) for one in PAGES],
)
@pytest.mark.timeout(400)
def test_what_a_page_says_to_type_prints_what_it_shows(page, tmp_path, prefect_server):
    typed = {one.commands.strip(): "" for one in steps(page) if elsewhere(one.commands)} | INSTEAD
    seen = read(page, tmp_path, typed)

    for one in seen:
        at = f"docs/{page.name}:{one.step.line}: {one.step.commands}"
        assert one.code == one.step.code, f"{at}{one.printed}"
        assert missing(one) == [], f"{at}{one.printed}"


@pytest.mark.parametrize(("pattern", "place"), list(ELSEWHERE.items()))
def test_what_is_not_typed_is_on_a_page_and_tried_in_a_place_that_is_there(pattern, place):
    commands = [one.commands for page in PAGES for one in steps(page)]

    assert any(re.search(pattern, one, re.MULTILINE) for one in commands)
    assert (ROOT / place).exists()


def test_make_run_is_what_stands_for_it():
    recipe = re.search(r"^run:.*\n\t(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert recipe
    assert recipe[1].replace("$(BIN)/", "") == INSTEAD["make run"]


LANGUAGES = {"sh", "console", "text", "yaml", "json", "python", "toml", "markdown"}


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_each_block_says_what_it_is_so_that_no_command_is_passed_over(page):
    assert [one for one in fences(page) if not one.language.startswith("{") and one.language not in LANGUAGES] == []


def our_commands():
    for page in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]:
        text = re.sub(r"\\\n", " ", page.read_text("utf-8"))
        for command in re.findall(r"(?:^\$? ?|`)((?:sdg-flows|python -m sdg_flows\.run) [^`\n#|>&;]*)", text, re.M):
            yield pytest.param(command, id=f"{page.name}: {command}")


@pytest.mark.parametrize("command", list(our_commands()))
def test_the_command_line_takes_each_command_that_is_written_anywhere(command, capsys):
    _, *words = shlex.split(command.replace("python -m sdg_flows.run", "sdg-flows run"))
    if len(words) == 1 and words[0] in COMMANDS:
        return
    placeholders = {"N": "1", "BLOCK=N": "block=1"}

    assert taken([placeholders.get(word, word) for word in words]), capsys.readouterr().err


def taken(words):
    try:
        parser().parse_args(words)
    except SystemExit as left:
        return left.code == 0
    return True


def links():
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md"):
        for target in sorted({*re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))}):
            yield pytest.param(page, target, id=f"{page.name}: {target}")


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_links_from_beside_the_site_lead_to_files(page: Path, target):
    assert (page.parent / target).exists()
