"""The child process that converts documents: a request on each line of its input, a reply on each of its output.

A request is JSON with `module`, `path`, `target` and the limits; the reply is JSON with the `reason` why the document
cannot be read, or null when `target` holds it. A parser that crashes ends the process, and its parent says so.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from sdg_flows.inputs.conversion.converted_document import Unreadable
from sdg_flows.storage.atomic_write import write_atomically

_PARSER_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError),
    *(ValueError, BadZipFile, ExpatError),
)
"""What parsers raise for a document that is damaged. After anything else the process ends."""


def main() -> None:
    """Answer requests until there are no more. What parsers print goes to standard error."""
    logging.disable()
    replies, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(_reply(json.loads(line))), file=replies, flush=True)


def _reply(request: dict[str, Any]) -> dict[str, str | None]:
    _set_limits(request["memory"], request["cpu_seconds"])
    try:
        reader = import_module(f"sdg_flows.inputs.conversion.{request['module']}")
        written = reader.convert(Path(request["path"])).to_json()
    except Unreadable as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": f"it takes more than {request['memory']} MiB of memory"}
    except _PARSER_ERRORS as error:
        return {"reason": f"it is damaged: {type(error).__name__}: {error}".splitlines()[0][:300]}
    return _store(written, Path(request["target"]))


def _store(text: str, target: Path) -> dict[str, str | None]:
    """Keep the text whole or not at all; `disk` says why it could not be kept."""
    try:
        write_atomically(text, target)
    except OSError as error:
        return {"reason": None, "disk": str(error)}
    return {"reason": None}


def _set_limits(memory: int | None, cpu_seconds: int) -> None:
    """Limit the address space, and the processor time from now on; the process dies when that is used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + cpu_seconds + 1)
    _set_soft_limit(resource.RLIMIT_AS, resource.RLIM_INFINITY if memory is None else memory * 1_048_576)
    _set_soft_limit(resource.RLIMIT_CORE, 0)


def _set_soft_limit(kind: int, value: int) -> None:
    """Set a soft limit as far as the hard one and the system let it."""
    hard = resource.getrlimit(kind)[1]
    within = value if hard == resource.RLIM_INFINITY else min(value % 2**64, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (within, hard))


if __name__ == "__main__":
    main()
