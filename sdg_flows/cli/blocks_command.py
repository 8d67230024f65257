from __future__ import annotations

import argparse

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import SettingsError, did_you_mean

HELP = """\
Print the blocks that a flow file can name, each with its first sentence; with a name, all that is written about it."""

EXAMPLES = """\
examples:
  sdg-flows blocks
  sdg-flows blocks FilterByValueBlock
  sdg-flows blocks --markdown > docs/blocks.md"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows blocks`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("name", nargs="?", metavar="NAME", help="one block, such as LLMBlock")
    command.add_argument("--markdown", action="store_true", help="print the reference of all blocks as Markdown")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.flowfile.block_page import block_page, blocks_page
    from sdg_flows.flowfile.block_schema import first_sentence
    from sdg_flows.flowfile.known_blocks import known_blocks

    blocks = known_blocks()
    if flags.markdown:
        print_text(blocks_page(blocks), end="")
    elif flags.name is None:
        for name in sorted(blocks):
            print_text(f"{name:<30} {first_sentence(blocks[name].__doc__)}")
    elif flags.name in blocks:
        print_text(block_page(flags.name, blocks), end="")
    else:
        raise SettingsError(f"there is no block {flags.name!r}.{did_you_mean(flags.name, blocks)}")
    return 0
