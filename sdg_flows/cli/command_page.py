"""Renders the reference of all commands as Markdown: description, flags and examples of each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

INTRODUCTION = """\
# Command line

Made of the commands themselves by `sdg-flows --markdown`. Behind a command, `--help` says the same in a terminal.
`python -m sdg_flows.run` is `sdg-flows run`.
"""


def commands_page(top: argparse.ArgumentParser) -> str:
    """Return the reference of all commands, in the order of the help."""
    (commands,) = (it for it in _flags_of(top) if isinstance(it, argparse._SubParsersAction))  # pyright: ignore[reportPrivateUsage]
    said = {it.dest: it.help for it in commands._choices_actions}  # pyright: ignore[reportPrivateUsage]
    rows = [f"| [`{name}`](#sdg-flows-{name}) | {said[name]} |" for name in commands.choices]
    pages = [_page(command) for command in commands.choices.values()]
    return "\n".join([INTRODUCTION, "| command | does |", "|---|---|", *rows, "", *pages])


def _page(command: argparse.ArgumentParser) -> str:
    epilog = f"```text\n{command.epilog}\n```\n" if command.epilog else ""
    return "\n".join([f"## {command.prog}\n", f"{command.description}\n", *_groups(command), epilog])


def _groups(command: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a table for each group of flags. Flags without a group come first, without a title."""
    for group in command._action_groups:  # pyright: ignore[reportPrivateUsage]  argparse has no public way to its flags
        shown = [it for it in _flags_of(group) if it.help != argparse.SUPPRESS and it.dest != "help"]
        if not shown:
            continue
        if group.title not in ("positional arguments", "options", "optional arguments"):
            title = str(group.title)
            yield f"**{title[:1].upper()}{title[1:]}.** {group.description or ''}".rstrip() + "\n"
        rows = [f"| {_spelling(it)} | {_cell(_help(it))} |" for it in shown]
        yield "\n".join(["| flag | meaning |", "|---|---|", *rows, ""])


def _flags_of(group: argparse._ActionsContainer) -> list[argparse.Action]:  # pyright: ignore[reportPrivateUsage]
    return group._group_actions if isinstance(group, argparse._ArgumentGroup) else group._actions  # pyright: ignore[reportPrivateUsage]


def _spelling(flag: argparse.Action) -> str:
    choices = "|".join(map(str, flag.choices)) if flag.choices else None
    named = flag.metavar or choices or flag.dest.upper()
    value = "" if flag.nargs == 0 else named if isinstance(named, str) else " ".join(named)
    names = ", ".join(f"`{name}`" for name in flag.option_strings)
    return " ".join(part for part in (names, f"`{_cell(value)}`" if value else "") if part)


def _help(flag: argparse.Action) -> str:
    return (flag.help or "") % {**vars(flag), "prog": "sdg-flows"}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
