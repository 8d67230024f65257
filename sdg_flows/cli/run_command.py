from __future__ import annotations

import argparse

from sdg_flows.orchestrate.choices import Choices

HELP = """\
Generate training data: run a suite's flow files over a taxonomy or a table.

Without --taxonomy and --input it reads ./taxonomy or, when that is not there, the example that travels in the
package. Without --endpoint, --teacher and OPENAI_BASE_URL the teacher is offline: good for trying out flows, not for
training. The same command again asks nothing that was answered before. It never overwrites another run's folder."""

EXAMPLES = """\
examples:
  python -m sdg_flows.run --pipeline simple
  python -m sdg_flows.run --pipeline simple --taxonomy taxonomy/ --endpoint http://localhost:8000/v1
  python -m sdg_flows.run --pipeline my_flow.yaml --input seeds.jsonl --teacher teacher.yaml
  python -m sdg_flows.run --pipeline simple --check
environment:
  OPENAI_API_KEY    the key, read from here only
  OPENAI_BASE_URL   the address when --endpoint is not given
  PREFECT_API_URL   a Prefect server of your own; without it one is started for the run
exit codes:
  0 done   2 refused, nothing asked   3 more rows rejected than --max-rejected   4 key or quota refused
  5 work directory in use   74 disk   75 stopped, the same command resumes   130/143 interrupted"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Give `sdg-flows run` its help, its flags, and what it does."""
    command.description, command.epilog = HELP, EXAMPLES
    _what(command)
    _teacher(command)
    _kept(command)
    _shown(command)
    command.set_defaults(call=_call)


def _call(flags: argparse.Namespace) -> int:
    if flags.list_pipelines:
        from sdg_flows.cli.listing import pipelines_listed

        return pipelines_listed()
    if flags.check:
        from sdg_flows.cli.checking import columns_walked

        return columns_walked(flags)
    from sdg_flows.cli.running import run

    return run(flags)


def _what(run: argparse.ArgumentParser) -> None:
    what = run.add_argument_group("what to make")
    what.add_argument(
        "--pipeline",
        default=Choices.pipeline,
        metavar="NAME|DIR|FILE",
        help="a suite's name, a folder of flow files, or one flow file (default: %(default)s)",
    )
    what.add_argument("--taxonomy", metavar="DIR", help="a folder with knowledge/ and compositional_skills/")
    what.add_argument("--input", metavar="FILE", help="a table instead: .jsonl, .parquet or .csv, a path or a URL")
    what.add_argument(
        "--num-instructions",
        type=_positive,
        default=Choices.num_instructions,
        metavar="N",
        help="draws a row where a flow file says `n: scaled` (default: %(default)s)",
    )
    what.add_argument("--check", action="store_true", help="print each block and the columns after it; asks nothing")
    what.add_argument("--list-pipelines", action="store_true", help="print the suites, where they lie, and stop")


def _teacher(run: argparse.ArgumentParser) -> None:
    teacher = run.add_argument_group("who answers")
    teacher.add_argument("--endpoint", metavar="URL", help="an OpenAI-compatible server, such as http://host:8000/v1")
    teacher.add_argument("--model", metavar="NAME", help="the model to ask (default: the one that is served)")
    teacher.add_argument("--teacher", metavar="FILE", help="a YAML file with endpoint, model, max_in_flight, deadline")
    teacher.add_argument(
        "--model-family", metavar="NAME", help="a chat format to use on /v1/completions (default: chat messages)"
    )
    teacher.add_argument(
        "--max-in-flight",
        type=_positive,
        metavar="N",
        help="most requests at one time; how many is found by trying (default: 512)",
    )


def _kept(run: argparse.ArgumentParser) -> None:
    kept = run.add_argument_group("what is kept")
    kept.add_argument("--output", default=Choices.output, metavar="DIR", help="folder of runs (default: %(default)s)")
    kept.add_argument(
        "--work-dir",
        default=Choices.work_dir,
        metavar="DIR",
        help="answers and checkpoints; the same again resumes (default: %(default)s)",
    )
    kept.add_argument("--fresh", action="store_true", help="draw everything anew; earlier answers stay in the store")
    kept.add_argument(
        "--max-rejected", type=_count, metavar="N", help="exit with 3 when more rows are rejected (default: no limit)"
    )


def _shown(run: argparse.ArgumentParser) -> None:
    shown = run.add_argument_group("what is shown")
    shown.add_argument("--quiet", action="store_true", help="print errors and the folder only")
    shown.add_argument("--json", action="store_true", help="print one line of JSON at the end, and nothing else")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1 up")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 0 up")
    return int(text)
