from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from sdg_flows import __version__
from sdg_flows.cli import (
    annotate_command,
    blocks_command,
    compare_command,
    convert_command,
    diff_command,
    evaluate_command,
    export_command,
    mix_command,
    plan_command,
    preview_command,
    publish_command,
    push_command,
    report_command,
    retry_command,
    run_command,
    runs_command,
    schema_command,
    select_command,
    store_command,
    why_command,
)
from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import did_you_mean

COMMANDS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "run": ("generate training data", run_command.add_arguments),
    "plan": ("say what a run would ask and cost, from a few rows", plan_command.add_arguments),
    "preview": ("show on cards what a run does with a few rows", preview_command.add_arguments),
    "retry": ("ask again what came back unusable in a run", retry_command.add_arguments),
    "why": ("tell the story of a row, and why it stayed or left", why_command.add_arguments),
    "report": ("make the page of a run again, or look through all its rows", report_command.add_arguments),
    "runs": ("show the finished runs of a folder", runs_command.add_arguments),
    "diff": ("tell what changed from one run to another", diff_command.add_arguments),
    "compare": ("put teachers side by side on the same rows", compare_command.add_arguments),
    "annotate": ("label the rows of a table", annotate_command.add_arguments),
    "evaluate": ("compare predicted labels with true ones", evaluate_command.add_arguments),
    "mix": ("mix data sets by a recipe", mix_command.add_arguments),
    "export": ("write a run's training rows in another form", export_command.add_arguments),
    "select": ("select the rows of a file that stand best for all", select_command.add_arguments),
    "publish": ("let a run stand as a new version of a data set, with a diff", publish_command.add_arguments),
    "push": ("publish a run on the Hugging Face hub", push_command.add_arguments),
    "store": ("show what is kept, and remove what no run refers to", store_command.add_arguments),
    "blocks": ("print what each block does and its settings", blocks_command.add_arguments),
    "convert": ("write a flow file of another dialect in ours", convert_command.add_arguments),
    "schema": ("print the JSON Schema of flow files, for editors", schema_command.add_arguments),
}
"""Each command by its name: its help, and what gives its parser a description, flags and, as `call`, what it does."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of `sdg-flows`."""
    top = _Parser(prog="sdg-flows", description="Make training data for language models with a teacher model.")
    top.add_argument("--version", action="version", version=f"sdg_flows {__version__}")
    top.add_argument(
        "--markdown", action=_MarkdownAction, nargs=0, help="print the reference of all commands as Markdown, and stop"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (summary, add_arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter)
        command.set_defaults(refuse=command.error, usage=command.format_usage)
        add_arguments(command)
    return top


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse a command line; for an unknown flag, exit with 2 and suggest the nearest one.

    Without any argument, print the help.
    """
    words = sys.argv[1:] if arguments is None else arguments
    flags, unknown = parser().parse_known_args(words or ["--help"])
    if unknown:
        flags.refuse(_unknown(unknown, re.findall(r"--[\w-]+", flags.usage())))
    return flags


_OTHER_CHOICE = re.compile(r"invalid choice: '?(?P<found>.*?)'? \(choose from (?P<known>.*)\)")


def _nearest_choice(said: re.Match[str]) -> str:
    """Rephrase the message of argparse about an invalid choice, with the nearest one."""
    known = re.findall(r"[^\s',]+", said["known"])
    return f"found {said['found']!r}, expected one of {', '.join(known)}.{did_you_mean(said['found'], known)}"


def _unknown(words: Sequence[str], known: Sequence[str]) -> str:
    """Return the message about unknown flags, with a suggestion."""
    flag = words[0].partition("=")[0]
    if not flag.startswith("-"):
        hint = f" Did you mean --pipeline {flag}?" if "--pipeline" in known else ""
        return f"found {flag!r} where a flag is expected.{hint}"
    near = did_you_mean(flag, known)
    if not near and "key" in flag:  # whose value is not repeated
        return f"there is no {flag} here. A key is read from the environment: set OPENAI_API_KEY."
    return f"there is no {' '.join(words)} here.{near}"


class _Parser(argparse.ArgumentParser):
    """Reports errors in one sentence, without listing all flags."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and exit with 2."""
        message = _OTHER_CHOICE.sub(_nearest_choice, message)
        end = "" if message.endswith((".", "?")) else "."
        print_text(f"{self.prog}: {message}{end} `{self.prog} --help` says more.", file=sys.stderr)
        self.exit(2)


class _MarkdownAction(argparse.Action):
    """Prints the reference of all commands."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401  argparse's signature
        option_string: str | None = None,
    ) -> NoReturn:
        """Print the page and exit with 0."""
        from sdg_flows.cli.command_page import commands_page

        print_text(commands_page(parser), end="")
        parser.exit()
