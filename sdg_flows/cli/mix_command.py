from __future__ import annotations

import argparse
from pathlib import Path

from sdg_flows.cli.terminal_text import print_text

HELP = """\
Mix the data sets of a recipe into one file of conversations.

A recipe names data sets and how much of each: `sampling_size` 30 is 30 rows, 0.5 half of them, 2.0 each row twice; or
`weight`, a share of the recipe's `size`. No row comes twice while there are others. The same recipe and seed give the
same file. Rows in which a message is empty are left out and counted."""

EXAMPLES = """\
examples:
  sdg-flows mix recipe.yaml --output mixed.jsonl
  sdg-flows mix out/RUN/instructlab/skills_recipe_TIME.yaml --precomputed skills.yaml --upsample --output mixed.jsonl
a recipe:
  datasets:
    - {path: skills.jsonl, sampling_size: 30}        # seen from the recipe's folder, absolute, or an address
    - {path: s3://bucket/more.jsonl, sampling_size: 0.5}
  metadata: {sys_prompt: You answer briefly.}"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows mix`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("recipe", metavar="RECIPE", help="a YAML file")
    command.add_argument("--output", required=True, metavar="FILE", help="the file to write, over one that is there")
    command.add_argument("--system-prompt", metavar="TEXT", help="the system message (default: the recipe's)")
    command.add_argument("--seed", type=int, default=42, metavar="N", help="decides the sample (default: %(default)s)")
    command.add_argument("--precomputed", metavar="RECIPE", help="a recipe whose data sets go first")
    command.add_argument(
        "--upsample", action="store_true", help="give each _p10 data set at least 3 %% of the precomputed rows"
    )
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.core.errors import SettingsError
    from sdg_flows.outputs.figures import counted
    from sdg_flows.outputs.files.places import writable_file
    from sdg_flows.outputs.mixing.mix import mix
    from sdg_flows.outputs.mixing.precomputed import with_precomputed
    from sdg_flows.outputs.mixing.recipe import read_resolved_recipe
    from sdg_flows.storage.url import place

    if flags.upsample and not flags.precomputed:
        raise SettingsError("--upsample: is by the number of precomputed rows; name their recipe with --precomputed")
    recipe = read_resolved_recipe(Path(flags.recipe))
    if flags.precomputed:
        recipe = with_precomputed(recipe, read_resolved_recipe(Path(flags.precomputed)), upsample=flags.upsample)
    if not recipe.datasets:
        print_text(f"{flags.recipe}: names no data sets; nothing is written")
        return 0
    with writable_file(place(flags.output, "--output")) as output:
        mixed = mix(recipe, output, system_prompt=flags.system_prompt, seed=flags.seed)
    left_out = f"; {mixed.left_out} left out, for an empty message" if mixed.left_out else ""
    print_text(f"{flags.output}: {counted(mixed.rows, 'row')}{left_out}")
    return 0
