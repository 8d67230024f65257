"""Groups of flags that several commands share."""

from __future__ import annotations

import argparse
from typing import Any

from sdg_flows.orchestrate.choices import Choices


def teacher_arguments(command: argparse.ArgumentParser) -> None:
    """Add the flags that choose the teacher, and those of `request_arguments`."""
    teacher = command.add_argument_group("who answers")
    teacher.add_argument("--endpoint", metavar="URL", help="an OpenAI-compatible server, such as http://host:8000/v1")
    teacher.add_argument("--model", metavar="NAME", help="the model to ask (default: the one that is served)")
    teacher.add_argument(
        "--key-block", metavar="NAME", help="a Prefect Secret block with the key (default: the variable)"
    )
    teacher.add_argument(
        "--teacher",
        metavar="FILE",
        help="a YAML file with endpoint, model, max_in_flight, deadline; or `offline`, whatever OPENAI_BASE_URL says",
    )
    request_arguments(command)


def request_arguments(command: argparse.ArgumentParser) -> None:
    """Add the flags for how, and how much, any teacher is asked."""
    asking = command.add_argument_group("how it is asked")
    asking.add_argument(
        "--model-family", metavar="NAME", help="a chat format to use on /v1/completions (default: chat messages)"
    )
    asking.add_argument(
        "--max-in-flight",
        type=positive_int,
        metavar="N",
        help="most requests at one time; how many is found by trying (default: 512)",
    )
    asking.add_argument(
        "--budget", metavar="AMOUNT", help="the most that this run may buy, such as 25usd or 2Mtok; then it stops"
    )


def storage_arguments(command: argparse.ArgumentParser) -> None:
    """Add the flags for what is kept."""
    kept = command.add_argument_group("what is kept")
    kept.add_argument(
        "--work-dir",
        "--checkpoint_dir",
        default=Choices.work_dir,
        metavar="DIR|URL",
        help="answers and checkpoints, here or at a URL; the same again resumes (default: %(default)s)",
    )
    kept.add_argument(
        "--fresh",
        action="store_true",
        help="draw everything anew; from then on this suite uses no earlier answers, which stay in the work directory",
    )
    exit_code_arguments(command)


def exit_code_arguments(command: argparse.ArgumentParser) -> None:
    """Add the flags for how many rejected rows are a failure."""
    allowed = command.add_mutually_exclusive_group()
    allowed.add_argument(
        "--max-rejected",
        type=non_negative_int,
        metavar="N",
        help="exit with 3 when more rows are rejected (default: no limit; 0 when --save-path or labels are written)",
    )
    allowed.add_argument("--accept-partial", action="store_true", help="exit with 0 however many rows are rejected")


def display_arguments(command: argparse.ArgumentParser) -> None:
    """Add the flags for what is printed."""
    shown = command.add_argument_group("what is shown")
    shown.add_argument("--quiet", action="store_true", help="print errors and the folder only")
    shown.add_argument("--json", action="store_true", help="print one line of JSON at the end, and nothing else")


def row_argument(command: argparse.ArgumentParser) -> None:
    """Add the flag that chooses one input row instead of rows spread over the input."""
    command.add_argument(
        "--row", metavar="ROW", help="the input row with this row_id, or how it begins, in their place"
    )


def price_argument(command: argparse.ArgumentParser) -> None:
    """Add the flag for the price of the run's own endpoint."""
    command.add_argument(
        "--price",
        nargs=2,
        type=dollars_per_million,
        metavar=("PROMPT", "COMPLETION"),
        help="US dollars for a million tokens of each, over `price` in the teacher file",
    )


def positive_int(text: str) -> int:
    """Parse a whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1 up")
    return int(text)


def non_negative_int(text: str) -> int:
    """Parse a whole number from 0 up."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 0 up")
    return int(text)


def block_token_limit(text: str) -> tuple[str, int]:
    """Parse the name of a block and a whole number from 1 up, as BLOCK=N."""
    block, mark, number = text.rpartition("=")
    if not mark or not block:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected BLOCK=N, such as gen_knowledge=2048")
    return block, positive_int(number)


def dollars_per_million(text: str) -> float:
    """Parse a price in dollars for a million tokens."""
    return non_negative_float(text, "dollars for a million tokens, such as 0.5")


def non_negative_float(text: str, expected: str) -> float:
    """Parse a finite number from 0 up; the error message says what was `expected`."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected {expected}")
    return found


class CollectPairs(argparse.Action):
    """Collects the pairs of name and value of a repeatable flag in a mapping."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401  argparse's signature
        option_string: str | None = None,
    ) -> None:
        """Add one pair."""
        setattr(namespace, self.dest, {**(getattr(namespace, self.dest) or {}), values[0]: values[1]})
